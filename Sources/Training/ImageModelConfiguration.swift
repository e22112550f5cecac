public import Imaging

/// Which epoch's weights a training keeps.
public enum KeptEpoch: String, Codable, Sendable, CaseIterable {
    /// The one that ranks the inner part of the training folds best; the training ends early when none is better.
    case best
    /// The last: with few malignant lesions the best of a few dozen is chance, and they are worth more as lessons.
    case last
}

/// How one backbone is fine-tuned.
public struct ImageModelConfiguration: Codable, Sendable, Equatable {
    /// The backbone, by timm's name.
    public var backbone: String
    /// The weights it starts from: a safetensors file, `offline` for those that the bootstrap installed, `pretrained` for
    /// the backbone's usual ones from Hugging Face's cache or hub, `hf-hub:OWNER/NAME` for others there, or `none` for
    /// timm's initialisation. Without pretrained weights the backbone learns at the head's rate.
    public var weights = "none"
    /// The height and width of the input in pixels.
    public var size = 224
    /// The share of a crop's sides that the model sees, around the centre, where the lesion lies; 1 shows the whole crop.
    ///
    /// Every crop keeps its scale: two thirds of 15 mm are 10 mm for all of them.
    public var centreShare = 1.0
    /// The lesions in a training batch.
    public var batchSize = 32
    /// The share of malignant lesions in a batch, rounded to whole lesions, at least one of each kind.
    public var malignantShare = 0.5
    /// The most epochs that are trained.
    public var epochs = 15
    /// The batches in an epoch; 0 takes every benign lesion once, at most 500 batches.
    public var stepsPerEpoch = 0
    /// The weight of malignant lesions in the focal loss; benign ones weigh 1 - alpha.
    ///
    /// On balanced batches the guide's 0.25 weights malignant lesions down three to one.
    public var focalAlpha = 0.25
    /// How strongly the focal loss turns away from easy lesions.
    public var focalGamma = 2.0
    /// The learning rate of a pretrained backbone.
    public var backboneLearningRate = 1e-5
    /// The learning rate of the head, and of a backbone without pretrained weights.
    public var headLearningRate = 1e-3
    /// The decoupled weight decay; biases and normalisation are not decayed.
    public var weightDecay = 0.01
    /// The share of all steps during which the learning rate rises.
    public var warmUpShare = 0.05
    /// The share of embedding values that is dropped before the head.
    public var dropout = 0.2
    /// The rate of stochastic depth in the last block: the share of lesions whose residual branch is dropped.
    public var dropPath = 0.0
    /// The largest norm of the whole gradient.
    public var gradientClip = 1.0
    /// How many batches' gradients are averaged into one step of the optimiser; a rest at the end of an epoch is kept.
    public var accumulation = 1
    /// What the learning rate is multiplied by from each layer to the one before it; 1 leaves all layers alike.
    public var layerDecay = 1.0
    /// How many epochs only the head learns, at the start.
    public var frozenEpochs = 0
    /// The share of the averaged weights that a step keeps at most, after a warm-up; what is scored and kept are the averages.
    /// 0 keeps the last step's weights.
    public var averageDecay = 0.995
    /// The parameter of the beta distribution that mixes pairs of lesions (Zhang et al., 2018); 0 mixes none.
    public var mixup = 0.0
    /// How far labels are moved from 0 and 1 towards 0.5: 0.1 makes 0.05 and 0.95 of them.
    public var labelSmoothing = 0.0
    /// Whether batch normalisation keeps its pretrained statistics: half-malignant batches would teach it a world that does
    /// not exist.
    public var freezesBatchNormalisation = true
    /// Which epoch's weights are kept.
    public var kept = KeptEpoch.best
    /// How many epochs without improvement end the training, where the best is kept.
    public var patience = 5
    /// The share of the training patients that early stopping looks at, never trained on.
    public var innerShare = 0.15
    /// The most benign lesions of that share that are scored after an epoch.
    public var innerBenignLimit = 2000
    /// How the crops of a batch are changed at random.
    public var augmentation = AugmentationConfiguration()
    /// How many flipped views of a crop are averaged when it is scored: 1, 2 or 4.
    public var testTimeViews = 2

    /// Fine-tunes the named backbone with the defaults of the study guide.
    public init(backbone: String) {
        self.backbone = backbone
    }
}
