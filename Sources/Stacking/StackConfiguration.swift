public import Boosting
internal import Diagnostics

/// Which columns the boosters see besides the tabular features.
public enum StackColumns: String, Codable, Sendable, CaseIterable {
    /// None.
    case tabular
    /// The frozen pretrained embeddings: one space, no labels in it.
    case frozen
    /// The fine-tuned models' logits and their patient-relative forms.
    case scalars
    /// Frozen embeddings and scalars.
    case both

    var haveEmbeddings: Bool { self == .frozen || self == .both }
    var haveScalars: Bool { self == .scalars || self == .both }
}

/// How the stack is trained.
public struct StackConfiguration: Codable, Sendable, Equatable {
    /// Which columns the boosters see.
    public var columns = StackColumns.both
    /// Boosters per fold; they differ in seed and in the negatives they see.
    public var bags = 5
    /// Positives are repeated until they are this share of the negatives; see ``BagSampler``.
    public var leastPositiveShare = 0.003
    /// Negatives drawn for each positive, repeats counted; all of them where there are fewer.
    public var negativesPerPositive = 100.0
    /// Replaces each frozen embedding by this many principal components, fitted on the training folds; 0 keeps it whole.
    public var principalComponents = 0
    /// The boosters' parameters. Their smallest leaf shrinks with few positives.
    public var booster = BoosterConfiguration()

    /// The published recipe.
    public init() {}

    func check() throws(StackingError) {
        func require(_ holds: Bool, _ name: String, _ expected: String, _ found: some Any) throws(StackingError) {
            guard !holds else { return }
            throw StackingError(
                .invalidConfiguration,
                Problem("the stack's setting \(name) is out of range", expected: expected, found: "\(found)")
            )
        }
        try require((1...1_000).contains(bags), "bags", "1 to 1,000", bags)
        try require((0...1).contains(leastPositiveShare), "leastPositiveShare", "0 to 1", leastPositiveShare)
        try require(
            negativesPerPositive > 0 && negativesPerPositive.isFinite,
            "negativesPerPositive",
            "above 0",
            negativesPerPositive
        )
        try require((0...512).contains(principalComponents), "principalComponents", "0 to 512", principalComponents)
    }
}
