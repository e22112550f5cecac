internal import Diagnostics

/// How a booster is trained: LightGBM's parameters, by the names of their meaning.
///
/// The defaults are the published parameters of the strongest tabular system of ISIC 2024 (greysky, "only tabular"),
/// which all later systems build on. The number of rounds is fixed: early stopping on few positives stops on noise.
public struct BoosterConfiguration: Codable, Sendable, Equatable {
    /// Boosting rounds, one tree each (`num_iterations`).
    public var rounds = 200
    /// Shrinkage of each tree (`learning_rate`).
    public var learningRate = 0.03231
    /// L1 regularisation of leaf values (`lambda_l1`).
    public var l1Penalty = 0.08759
    /// L2 regularisation of leaf values (`lambda_l2`).
    public var l2Penalty = 0.00397
    /// Deepest level of a tree (`max_depth`), from 1 to 32.
    public var maximumDepth = 4
    /// Most leaves of a tree (`num_leaves`). With a depth of 4 no tree has more than 16.
    public var maximumLeaves = 103
    /// Share of the columns that each tree sees (`feature_fraction`).
    public var columnsPerTree = 0.8330
    /// Share of those that each node sees (`feature_fraction_bynode`).
    public var columnsPerNode = 0.4026
    /// Share of the rows in each draw (`bagging_fraction`).
    public var rowsPerDraw = 0.7739
    /// Rounds between draws of rows (`bagging_freq`).
    public var roundsPerDraw = 4
    /// Fewest rows in a leaf (`min_data_in_leaf`). See ``adapted(toPositives:)``.
    public var minimumLeafRows = 85
    /// Weight of a positive row (`scale_pos_weight`).
    public var positiveWeight = 2.7984
    /// Most bins of a column (`max_bin`).
    public var maximumBins = 255
    /// Rows that the bins' borders are found from (`bin_construct_sample_cnt`). LightGBM holds them in double
    /// precision: 50,000 rows of 1,600 columns are 1 GB.
    public var binningRows = 50_000

    /// The published parameters.
    public init() {}

    /// The positives, copies included, that the published `minimumLeafRows` was tuned on: 0.003 of 320,000 negatives.
    static let publishedPositives = 960

    /// The smallest leaf that ``adapted(toPositives:)`` goes down to.
    static let smallestLeaf = 10

    /// The configuration for a training set with `positives` positive rows.
    ///
    /// The published leaf of 85 rows was tuned with 960 positive rows; with fifty positives no leaf of that size could
    /// tell a malignant cluster apart. The leaf shrinks in proportion to the positives, never below 10 rows and never
    /// above what is configured.
    public func adapted(toPositives positives: Int) -> BoosterConfiguration {
        var adapted = self
        let proportional = (minimumLeafRows * positives + Self.publishedPositives / 2) / Self.publishedPositives
        adapted.minimumLeafRows = min(minimumLeafRows, max(Self.smallestLeaf, proportional))
        return adapted
    }

    /// Checks every setting: LightGBM writes what it refuses to standard error, so it is never given any of it.
    ///
    /// - Throws: `BoostingError`, which names the first setting that is out of range.
    public func check() throws(BoostingError) {
        func require(_ holds: Bool, _ name: String, _ expected: String, _ found: some Any) throws(BoostingError) {
            guard !holds else { return }
            throw BoostingError(
                .invalidConfiguration,
                Problem("the booster's setting \(name) is out of range", expected: expected, found: "\(found)")
            )
        }
        let share = "a share above 0, up to 1"
        let share01 = { (value: Double) in value > 0 && value <= 1 }
        try require((1...100_000).contains(rounds), "rounds", "1 to 100,000", rounds)
        try require(learningRate > 0 && learningRate <= 10, "learningRate", "above 0, up to 10", learningRate)
        try require(l1Penalty >= 0 && l1Penalty.isFinite, "l1Penalty", "0 or more", l1Penalty)
        try require(l2Penalty >= 0 && l2Penalty.isFinite, "l2Penalty", "0 or more", l2Penalty)
        try require((1...32).contains(maximumDepth), "maximumDepth", "1 to 32", maximumDepth)
        try require((2...65_536).contains(maximumLeaves), "maximumLeaves", "2 to 65,536", maximumLeaves)
        try require(share01(columnsPerTree), "columnsPerTree", share, columnsPerTree)
        try require(share01(columnsPerNode), "columnsPerNode", share, columnsPerNode)
        try require(share01(rowsPerDraw), "rowsPerDraw", share, rowsPerDraw)
        try require((0...100_000).contains(roundsPerDraw), "roundsPerDraw", "0 to 100,000", roundsPerDraw)
        try require((1...1_000_000).contains(minimumLeafRows), "minimumLeafRows", "1 to 1,000,000", minimumLeafRows)
        try require(positiveWeight > 0 && positiveWeight.isFinite, "positiveWeight", "above 0", positiveWeight)
        try require((2...65_535).contains(maximumBins), "maximumBins", "2 to 65,535", maximumBins)
        try require((100...10_000_000).contains(binningRows), "binningRows", "100 to 10,000,000", binningRows)
    }

    /// The parameters as LightGBM reads them.
    ///
    /// One string serves datasets and boosters, so that they never disagree. `feature_pre_filter` is off: whether a
    /// column is used must not depend on the leaf size at binning time.
    func parameters(seed: UInt64, threads: Int) -> String {
        let seed = seed & 0x7FFF_FFFF
        let entries: [(String, String)] = [
            ("objective", "binary"),
            ("metric", "none"),
            ("verbosity", "0"),
            ("deterministic", "true"),
            ("force_row_wise", "true"),
            ("feature_pre_filter", "false"),
            ("num_threads", "\(threads)"),
            ("seed", "\(seed)"),
            ("data_random_seed", "\(seed)"),
            ("bagging_seed", "\(seed)"),
            ("feature_fraction_seed", "\(seed)"),
            ("learning_rate", "\(learningRate)"),
            ("lambda_l1", "\(l1Penalty)"),
            ("lambda_l2", "\(l2Penalty)"),
            ("max_depth", "\(maximumDepth)"),
            ("num_leaves", "\(maximumLeaves)"),
            ("feature_fraction", "\(columnsPerTree)"),
            ("feature_fraction_bynode", "\(columnsPerNode)"),
            ("bagging_fraction", "\(rowsPerDraw)"),
            ("bagging_freq", "\(roundsPerDraw)"),
            ("min_data_in_leaf", "\(minimumLeafRows)"),
            ("scale_pos_weight", "\(positiveWeight)"),
            ("max_bin", "\(maximumBins)"),
            ("bin_construct_sample_cnt", "\(binningRows)"),
        ]
        return entries.map { "\($0)=\($1)" }.joined(separator: " ")
    }
}
