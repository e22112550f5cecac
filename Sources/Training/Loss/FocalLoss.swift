public import Tensors

/// The focal loss of Lin et al. (2017, equation 5) on logits: `-alpha_t (1 - p_t)^gamma log p_t`, averaged over lesions.
///
/// `p_t` is the probability the model gives to the true class. An easy lesion (`p_t` = 0.95) is multiplied by 0.0025, an
/// uncertain one (`p_t` = 0.5) by 0.25. `alpha_t` is `alpha` for malignant and `1 - alpha` for benign lesions: on balanced
/// batches 0.25 weights malignant lesions *down* three to one, 0.5 is neutral. Equal to
/// `torchvision.ops.sigmoid_focal_loss` with mean reduction.
public struct FocalLoss: Sendable {
    /// The weight of malignant lesions; benign ones weigh `1 - alpha`.
    public let alpha: Double
    /// How strongly easy lesions are turned away from; 0 gives weighted binary cross-entropy.
    public let gamma: Double

    /// Makes the loss; the defaults are those of the study guide.
    public init(alpha: Double = 0.25, gamma: Double = 2) {
        self.alpha = alpha
        self.gamma = gamma
    }

    /// The factor that turns the loss away from easy lesions: `(1 - p_t)^gamma`.
    ///
    /// - Parameter trueClass: `p_t`, the probability of the true class, of any shape.
    public func multiplier(trueClass: Tensor) throws -> Tensor {
        try (1 - trueClass).power(gamma)
    }

    /// Returns the mean loss of a batch as a tensor without axes.
    ///
    /// - Parameters:
    ///   - logits: `[N]`, of any floating type; the loss is computed in float32 or wider.
    ///   - targets: `[N]`, 1 for malignant and 0 for benign; soft targets between them are allowed.
    /// - Throws: `TensorError` where the shapes differ.
    public func callAsFunction(_ logits: Tensor, _ targets: Tensor) throws -> Tensor {
        let logits = logits.dtype == .float64 ? logits : try logits.to(.float32)
        let targets = try targets.to(logits.dtype)
        let crossEntropy = try logits.binaryCrossEntropy(targets, averages: false)
        let probability = try logits.sigmoid()
        let benign = try 1 - targets
        let trueClass = try (probability * targets) + ((1 - probability) * benign)
        let weights = try (targets * alpha) + (benign * (1 - alpha))
        return try (weights * multiplier(trueClass: trueClass) * crossEntropy).mean()
    }
}
