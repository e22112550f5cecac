import Networks

/// The files of one fold's training.
enum FoldFiles {
    /// The weights of the epoch that is kept.
    static let best = "best.safetensors"
    /// The weights, optimiser and state after the last finished epoch.
    static let last = "last.safetensors"
    /// The state in a form that people read.
    static let state = "state.json"
    /// One line per epoch.
    static let metrics = "metrics.jsonl"
    /// A folder with one TensorBoard event file per epoch.
    static let events = "tensorboard"
}

/// Where a fold's training stands after an epoch. With the weights and the optimiser it is all that continuing needs.
struct TrainingState: Codable, Sendable, Equatable {
    /// The hash of everything the training depends on.
    var inputs: String
    /// How many epochs are done.
    var epochs: Int
    /// How many batches were trained on.
    var steps: Int
    /// How many steps the optimiser was asked for.
    var updates: Int
    /// How many steps the averaged weights have seen.
    var averagedSteps: Int
    /// Where the gradient scaler stands.
    var scaler: GradScaler.State?
    /// Where the sampler stands.
    var sampler: BalancedBatchSampler
    /// The best epoch so far.
    var stopping: EarlyStopping
    /// Whether the training is over.
    var isFinished: Bool
    /// What happened in each epoch.
    var history: [EpochMetrics]
}

/// What happened in one epoch: a line of `metrics.jsonl`.
struct EpochMetrics: Codable, Sendable, Equatable {
    /// The number of the epoch, from 0.
    var epoch: Int
    /// How many batches were trained on so far.
    var steps: Int
    /// The mean loss of its batches.
    var loss: Double
    /// The mean norm of the gradient before clipping, over the epoch's steps; absent where none was finite.
    var gradientNorm: Double?
    /// The area of the ROC on the inner part of the training folds.
    var auc: Double
    /// The area of the ROC above 80 % sensitivity there.
    var partialAUC: Double
    /// What early stopping watches: `auc` or `partialAUC`.
    var monitor: Monitor
    /// Its value on the inner part of the training folds.
    var value: Double
    /// Whether it was the best epoch so far.
    var isBest: Bool
    /// The learning rate of the head after the epoch.
    var learningRate: Double
    /// The learning rate of the backbone's last layer after the epoch; 0 while it is frozen.
    var backboneLearningRate: Double
    /// The share of benign lesions drawn at least once so far.
    var benignCoverage: Double
    /// How often the average malignant lesion was drawn so far.
    var malignantPasses: Double
    /// The factor of the gradient scaler, or 1 without it.
    var gradientScale: Double
    /// How many steps the scaler skipped because a gradient overflowed.
    var skippedSteps: Int
}
