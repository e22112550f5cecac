public import Features
public import Stacking
public import Training

/// Everything that decides the result of a run, apart from the data.
///
/// A preset gives every value; a YAML file (`--config`) and `--set key.key=value` change single ones. Keys are written in
/// snake case there.
public struct RunConfiguration: Codable, Sendable, Equatable {
    /// How lesions are split into folds.
    public struct Folds: Codable, Sendable, Equatable {
        /// How the folds are made.
        public enum Scheme: String, Codable, Sendable, CaseIterable {
            /// Stratified folds that share no patient.
            case patient
            /// One fold per hospital.
            case hospital
        }

        /// What is held out together.
        public var scheme = Scheme.patient
        /// The number of folds; with `hospital`, the number of hospitals decides.
        public var count = 5
        /// The seed that shuffles patients.
        public var seed: UInt64 = 42
        /// Whether patients are shuffled before they are dealt to folds.
        public var shuffle = true
        /// How often the stack is trained, each time on folds dealt by the next seed: what the deal of patients alone makes of
        /// the score. Image models and the bundle belong to the first deal.
        public var repeats = 1

        /// Five shuffled folds that share no patient.
        public init() {}
    }

    /// A pretrained backbone whose embeddings are used as they are: one space for all folds, without labels in it.
    public struct FrozenEmbedding: Codable, Sendable, Equatable {
        /// The backbone's name.
        public var backbone: String
        /// A safetensors file, `offline` for what the bootstrap installed, `pretrained`, or `hf-hub:OWNER/NAME`.
        public var weights: String
        /// The input size in pixels.
        public var size: Int
        /// Whether the mean of a crop's and its mirror image's embedding is taken: steadier, and twice the work.
        public var mirrored = false
    }

    /// The ABCD criteria as they are measured on the crops (`px_*` columns).
    public struct PixelSettings: Codable, Sendable, Equatable {
        /// When they are measured.
        public enum Use: String, Codable, Sendable, CaseIterable {
            /// With the extended family of features, where the cohort has crops.
            case auto
            /// Always; a cohort without crops is an error.
            case always
            /// Never.
            case never
        }

        /// When they are measured.
        public var measured = Use.auto
        /// The length of a crop's longer side in millimetres.
        public var fieldOfView = 15.0

        /// Measured where crops are and the extended family is wanted; a crop shows 15 mm.
        public init() {}
    }

    /// How the out-of-fold scores are judged.
    public struct EvaluationSettings: Codable, Sendable, Equatable {
        /// The number of patient-level bootstrap replicates behind every interval.
        public var bootstrapReplicates = 2000
        /// The most used features whose values are shuffled within patients to see what they are worth; 0 shuffles none.
        public var importanceFeatures = 40
        /// The lesions that are scored for it: all malignant ones and benign ones drawn by the seed.
        public var importanceLesions = 20_000
    }

    /// The preset this configuration began with.
    public var preset: Preset
    /// The seed of everything random but the folds.
    public var seed: UInt64 = 42
    /// How the lesions are split.
    public var folds = Folds()
    /// The most benign lesions that are trained on, drawn by the seed; 0 takes all. A run that leaves some out says so.
    public var benignLimit = 0
    /// The pretrained backbones whose embeddings are used as they are.
    public var frozenEmbeddings: [FrozenEmbedding] = []
    /// The backbones that are fine-tuned, fold by fold.
    public var imageModels: [ImageModelConfiguration] = []
    /// Columns of the metadata that no feature is made from.
    public var excludedColumns: [String] = []
    /// Whether the tabular features are used.
    public var tabularFeatures = true
    /// Which tabular features are used.
    public var featureFamily = FeatureFamily.base
    /// The pixel measurements that join the tabular features.
    public var pixels = PixelSettings()
    /// The stack of boosters over everything.
    public var stack = StackConfiguration()
    /// How the scores are judged.
    public var evaluation = EvaluationSettings()
}
