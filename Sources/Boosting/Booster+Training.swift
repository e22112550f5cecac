internal import CLightGBM
public import Diagnostics
public import Tables

/// When to stop before all rounds are done.
///
/// Off by default: with few positives the best round is noise, and the published systems fix the number of rounds.
public struct EarlyStopping {
    let features: FeatureMatrix
    let rows: [Int]
    let labels: [Int]
    let every: Int
    let patience: Int
    let score: (_ probabilities: [Double]) throws -> Double

    /// Watches a score of rows that are not trained on.
    ///
    /// - Parameters:
    ///   - features: the matrix that holds the rows.
    ///   - rows: the rows to watch; never those that the booster is judged on later.
    ///   - labels: 0 or 1 for every row of `features`.
    ///   - every: rounds between looks.
    ///   - patience: looks without a better score before training stops.
    ///   - score: the score of the rows' probabilities, in the order of `rows`; higher is better.
    public init(
        features: FeatureMatrix,
        rows: [Int],
        labels: [Int],
        every: Int = 10,
        patience: Int = 5,
        score: @escaping (_ probabilities: [Double]) throws -> Double
    ) {
        precondition(every > 0 && patience > 0, "early stopping looks now and then, and is patient")
        self.features = features
        self.rows = rows
        self.labels = labels
        self.every = every
        self.patience = patience
        self.score = score
    }
}

extension Booster {
    /// Trains a booster.
    ///
    /// - Parameters:
    ///   - dataset: the rows to learn from; its threads are used, and the model's text names their number.
    ///   - configuration: LightGBM's parameters; the bins are those of the dataset.
    ///   - seed: decides which rows and columns each tree sees.
    ///   - earlyStopping: when to stop early; nil trains all rounds.
    ///   - progress: hears LightGBM's warnings.
    /// - Throws: `BoostingError`, among others `.learnedNothing` where training stops at round one or every score is
    ///   the same.
    public static func train(
        on dataset: BoostingDataset,
        configuration: BoosterConfiguration,
        seed: UInt64,
        earlyStopping: EarlyStopping? = nil,
        progress: Progress = .silent
    ) throws -> Booster {
        try configuration.check()
        try requireBothClasses(dataset.labels)
        let training = try TrainingBooster(
            dataset,
            parameters: configuration.parameters(seed: seed, threads: dataset.threads),
            WarningFilter(progress)
        )
        let trees = try training.run(rounds: configuration.rounds, earlyStopping)
        let scores = try training.predictions(dataIndex: 0)
        guard let lowest = scores.min(), let highest = scores.max(), lowest < highest else {
            throw learnedNothing("every row gets the same score", dataset, configuration)
        }
        return try Booster(modelText: try training.text(trees: trees))
    }

    static func learnedNothing(
        _ found: String,
        _ dataset: BoostingDataset,
        _ configuration: BoosterConfiguration
    ) -> BoostingError {
        BoostingError(
            .learnedNothing,
            Problem(
                "the booster learned nothing from \(dataset.labels.count) rows, \(dataset.labels.reduce(0, +)) of them positive",
                found: found,
                remedy: "Lower minimumLeafRows (\(configuration.minimumLeafRows)), or check that the features vary"
            )
        )
    }

    private static func requireBothClasses(_ labels: [Int]) throws(BoostingError) {
        let positives = labels.reduce(0, +)
        guard positives > 0, positives < labels.count else {
            throw BoostingError(
                .unusableData,
                Problem(
                    "the training rows are of one class",
                    expected: "both malignant and benign rows",
                    found: "\(positives) malignant of \(labels.count)",
                    remedy: "Use fewer folds or a cohort with more malignant lesions"
                )
            )
        }
    }
}

/// LightGBM's booster while it trains; it keeps its datasets alive.
private final class TrainingBooster {
    private let handle: BoosterHandle
    private let dataset: BoostingDataset
    private var evaluation: BoostingDataset?
    private var warnings: WarningFilter

    init(_ dataset: BoostingDataset, parameters: String, _ warnings: WarningFilter) throws(BoostingError) {
        var created: BoosterHandle?
        var warnings = warnings
        warnings.pass(
            try LightGBM.call("prepare training", threads: dataset.threads) {
                LGBM_BoosterCreate(dataset.handle, parameters, &created)
            }
        )
        guard let handle = created else {
            throw BoostingError(.library, Problem("LightGBM returned no booster"))
        }
        self.handle = handle
        self.dataset = dataset
        self.warnings = warnings
    }

    deinit {
        let handle = handle
        LightGBM.free { LGBM_BoosterFree(handle) }
    }

    /// Trains, and returns how many trees to keep.
    ///
    /// A round whose draw of rows and columns allows no split grows no tree; as in Python, the next one may.
    func run(rounds: Int, _ earlyStopping: EarlyStopping?) throws -> Int {
        if let earlyStopping { try watch(earlyStopping) }
        var grown = 0
        var best = (round: 0, trees: 0, score: -Double.infinity)
        for round in 1...rounds {
            if try update() { grown += 1 }
            guard let earlyStopping, round % earlyStopping.every == 0 || round == 1 else { continue }
            let score = try earlyStopping.score(try predictions(dataIndex: 1))
            if score > best.score { best = (round, grown, score) }
            if round - best.round >= earlyStopping.patience * earlyStopping.every { break }
        }
        guard grown > 1 else {
            throw Booster.learnedNothing("no split after round one", dataset, dataset.configuration)
        }
        guard earlyStopping != nil else {
            if grown < rounds { warnings.pass(["\(rounds - grown) of \(rounds) rounds found no split"]) }
            return grown
        }
        guard best.round > 1 else {
            throw Booster.learnedNothing("the watched score was best at round one", dataset, dataset.configuration)
        }
        return best.trees
    }

    /// The probabilities of the training rows (0) or of the watched rows (1).
    func predictions(dataIndex: Int32) throws(BoostingError) -> [Double] {
        var count: Int64 = 0
        try LightGBM.call("count its scores", threads: dataset.threads) {
            LGBM_BoosterGetNumPredict(handle, dataIndex, &count)
        }
        var scores = [Double](repeating: 0, count: Int(count))
        try LightGBM.call("read its scores", threads: dataset.threads) {
            LGBM_BoosterGetPredict(handle, dataIndex, &count, &scores)
        }
        return scores
    }

    func text(trees: Int) throws(BoostingError) -> String {
        let importance = Int32(C_API_FEATURE_IMPORTANCE_SPLIT)
        var length: Int64 = 0
        var bytes = [CChar](repeating: 0, count: 1 << 20)
        try LightGBM.call("write a model", threads: dataset.threads) {
            LGBM_BoosterSaveModelToString(handle, 0, Int32(trees), importance, Int64(bytes.count), &length, &bytes)
        }
        if length > bytes.count {
            bytes = [CChar](repeating: 0, count: Int(length))
            try LightGBM.call("write a model", threads: dataset.threads) {
                LGBM_BoosterSaveModelToString(handle, 0, Int32(trees), importance, length, &length, &bytes)
            }
        }
        // The length counts the terminating zero.
        return String(decoding: bytes.prefix(max(0, Int(length) - 1)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func watch(_ earlyStopping: EarlyStopping) throws {
        let evaluation = try BoostingDataset(
            evaluating: earlyStopping.features,
            rows: earlyStopping.rows,
            labels: earlyStopping.labels,
            like: dataset
        )
        try LightGBM.call("watch rows", threads: dataset.threads) {
            LGBM_BoosterAddValidData(handle, evaluation.handle)
        }
        self.evaluation = evaluation
    }

    /// Grows one tree; false where no split was found.
    private func update() throws(BoostingError) -> Bool {
        var isFinished: Int32 = 0
        let messages = try LightGBM.call("grow a tree", threads: dataset.threads) {
            LGBM_BoosterUpdateOneIter(handle, &isFinished)
        }
        warnings.pass(messages)
        return isFinished == 0
    }
}
