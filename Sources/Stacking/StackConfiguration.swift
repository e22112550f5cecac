public import Boosting
internal import Diagnostics
public import Features

/// How the stack is trained.
public struct StackConfiguration: Codable, Sendable, Equatable {
    /// How categories are given to the boosters.
    public enum Categories: String, Codable, Sendable, CaseIterable {
        /// One column per level, 0 or 1; an unknown level is 0 everywhere.
        case oneHot = "one-hot"
        /// One column of codes per category, which LightGBM splits by sets of levels; an unknown level is missing.
        case native
    }

    /// What the boosters see, and how models are put together.
    public var mode = StackMode.both
    /// Boosters per fold; they differ in seed and in the negatives they see.
    public var bags = 5
    /// Positives are repeated until they are this share of the negatives; see ``BagSampler``.
    public var leastPositiveShare = 0.003
    /// Negatives drawn for each positive, repeats counted; all of them where there are fewer.
    public var negativesPerPositive = 100.0
    /// Replaces each frozen embedding by this many principal components, fitted on the training folds; 0 keeps it whole.
    public var principalComponents = 0
    /// The share of training lesions whose hospital is hidden, as if it were unknown; 0 hides none.
    ///
    /// Boosters that always know the hospital lean on it; new lesions may come from one they never saw.
    public var hospitalDropout = 0.0
    /// The share of training patients that each booster does not learn from but watches, to stop where their score is best
    /// (see ``WatchedPatients``); 0 trains all rounds, as the published systems do: on few positives stopping follows noise.
    public var earlyStoppingShare = 0.0
    /// How categories are given to the boosters.
    public var categories = Categories.oneHot
    /// Lesions that the space of each fold's image model is aligned by, where embeddings are stacked.
    public var alignmentLesions = 4_096
    /// Tabular features that need other patients: fitted on the training lesions of each fold, and none by default.
    public var foldFeatures = FoldFeatures.Configuration.none
    /// The boosters' parameters. Their smallest leaf shrinks with few positives.
    public var booster = BoosterConfiguration()

    /// The published recipe.
    public init() {}

    /// Checks every setting, also those of the boosters.
    ///
    /// - Throws: `StackingError` or `BoostingError`, which names the first setting that is out of range.
    public func check() throws {
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
            negativesPerPositive > 0 && negativesPerPositive <= 1e9,
            "negativesPerPositive",
            "above 0, up to 1e9",
            negativesPerPositive
        )
        try require((0...512).contains(principalComponents), "principalComponents", "0 to 512", principalComponents)
        try require((0...1).contains(hospitalDropout), "hospitalDropout", "0 to 1", hospitalDropout)
        let half = 0...0.5
        try require(half.contains(earlyStoppingShare), "earlyStoppingShare", "0 to 0.5", earlyStoppingShare)
        try require((2...1_000_000).contains(alignmentLesions), "alignmentLesions", "2 to 1,000,000", alignmentLesions)
        try require(
            foldFeatures.smoothing >= 0 && foldFeatures.smoothing <= 1e9,
            "foldFeatures.smoothing",
            "0 to 1e9",
            foldFeatures.smoothing
        )
        try require(
            (2...100).contains(foldFeatures.innerFolds),
            "foldFeatures.innerFolds",
            "2 to 100",
            foldFeatures.innerFolds
        )
        try booster.check()
    }
}
