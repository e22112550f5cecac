public import Evaluation
public import Tables

/// What a finished run left behind, as its report reads it.
public struct RunMaterial: Sendable {
    /// The out-of-fold scores of one model.
    public struct Model: Sendable {
        /// The model's name.
        public let name: String
        /// One score per lesion; higher is more suspicious.
        public let scores: [Double]

        /// Names scores.
        public init(name: String, scores: [Double]) {
            self.name = name
            self.scores = scores
        }
    }

    /// One epoch of one fold's training.
    public struct Epoch: Sendable {
        /// The model and the fold.
        public let model: String
        public let fold: Int
        /// The number of the epoch, from 0.
        public let number: Int
        /// The mean loss of its batches.
        public let loss: Double
        /// What early stopping watches, and its value on the inner part of the training folds.
        public let monitor: String
        public let value: Double
        /// The share of benign lesions drawn so far, and how often the average malignant lesion was.
        public let benignCoverage: Double
        public let malignantPasses: Double
        /// The factor of the gradient scaler (1 without it) and the steps that it skipped.
        public let gradientScale: Double
        public let skippedSteps: Int

        /// Holds an epoch.
        public init(
            model: String,
            fold: Int,
            number: Int,
            loss: Double,
            monitor: String,
            value: Double,
            benignCoverage: Double,
            malignantPasses: Double,
            gradientScale: Double,
            skippedSteps: Int
        ) {
            self.model = model
            self.fold = fold
            self.number = number
            self.loss = loss
            self.monitor = monitor
            self.value = value
            self.benignCoverage = benignCoverage
            self.malignantPasses = malignantPasses
            self.gradientScale = gradientScale
            self.skippedSteps = skippedSteps
        }
    }

    /// What one feature is worth to the stack.
    public struct Feature: Sendable {
        /// The feature and the family it belongs to.
        public let name: String
        public let family: String
        /// Its share of the loss that all splits took away.
        public let gainShare: Double
        /// How much lower AUC and partial AUC are when it is shuffled within patients; NaN where it was not measured.
        public let aucDrop: Double
        public let partialAUCDrop: Double

        /// Holds a feature.
        public init(name: String, family: String, gainShare: Double, aucDrop: Double, partialAUCDrop: Double) {
            self.name = name
            self.family = family
            self.gainShare = gainShare
            self.aucDrop = aucDrop
            self.partialAUCDrop = partialAUCDrop
        }
    }

    /// What all features of a family are worth to the stack together.
    public struct Family: Sendable {
        /// The family, and how many of its features the stack uses.
        public let name: String
        public let features: Int
        /// The share of the loss that their splits took away.
        public let gainShare: Double
        /// How much lower AUC and partial AUC are when all of them are shuffled together; NaN where it was not measured.
        public let aucDrop: Double
        public let partialAUCDrop: Double

        /// Holds a family.
        public init(name: String, features: Int, gainShare: Double, aucDrop: Double, partialAUCDrop: Double) {
            self.name = name
            self.features = features
            self.gainShare = gainShare
            self.aucDrop = aucDrop
            self.partialAUCDrop = partialAUCDrop
        }
    }

    /// How far one feature moved one lesion's score.
    public struct Contribution: Sendable {
        /// The position of the lesion.
        public let row: Int
        /// The feature.
        public let feature: String
        /// Its part of the raw score (log odds).
        public let contribution: Double
        /// Its value; NaN where it is missing.
        public let value: Double

        /// Holds a contribution.
        public init(row: Int, feature: String, contribution: Double, value: Double) {
            self.row = row
            self.feature = feature
            self.contribution = contribution
            self.value = value
        }
    }

    /// The lesions and their patients.
    public var ids: [String]
    public var groups: TextColumn
    /// The fold of each lesion and whether it is malignant (1) or not (0).
    public var folds: [Int]
    public var labels: [Int]
    /// The stack's raw scores and its cross-fitted probabilities.
    public var scores: [Double]
    public var probabilities: [Double]
    /// The image models.
    public var models: [Model]
    /// Every way to stack; nil where the run did not compare them.
    public var modes: ModeFindings?
    /// What lesions are grouped by (``SubgroupColumns``); nil where the run did not keep it.
    public var subgroups: Table?
    /// The epochs of all image models.
    public var epochs: [Epoch]
    /// The features, most used first.
    public var features: [Feature]
    /// The families of features, most used first; empty where they were not measured.
    public var families: [Family]
    /// Contributions of the leading features in a sample of lesions.
    public var contributions: [Contribution]
    /// How the bootstrap draws; nil where the run was made without intervals.
    public var bootstrap: BootstrapConfiguration?

    /// Puts the material together.
    public init(
        ids: [String],
        groups: TextColumn,
        folds: [Int],
        labels: [Int],
        scores: [Double],
        probabilities: [Double],
        models: [Model] = [],
        modes: ModeFindings? = nil,
        subgroups: Table? = nil,
        epochs: [Epoch] = [],
        features: [Feature] = [],
        families: [Family] = [],
        contributions: [Contribution] = [],
        bootstrap: BootstrapConfiguration?
    ) {
        self.ids = ids
        self.groups = groups
        self.folds = folds
        self.labels = labels
        self.scores = scores
        self.probabilities = probabilities
        self.models = models
        self.modes = modes
        self.subgroups = subgroups
        self.epochs = epochs
        self.features = features
        self.families = families
        self.contributions = contributions
        self.bootstrap = bootstrap
    }
}
