internal import Boosting
internal import Diagnostics
internal import Features
internal import Foundation
internal import Randomness
internal import Storage
internal import Tables

/// Trains the boosters of one part of a stack, each on its own draw of negatives.
///
/// The columns that all folds share are binned once, over all lesions, and a bag takes its rows from there; what is fitted
/// within a fold is binned beside them. The borders of the bins follow from features alone.
final class PartTrainer {
    let layout: StackLayout
    private let inputs: StackInputs
    private let training: TrainingFolds
    private let configuration: StackConfiguration
    private let seed: UInt64
    private let threads: Int
    private let checkpoints: BoosterCheckpoints
    private let progress: Diagnostics.Progress
    private let matrix: StackMatrix
    private let shared: StackColumns
    private var sharedDataset: BoostingDataset?

    /// Prepares the columns of one part.
    ///
    /// - Parameters:
    ///   - part: which columns the boosters see.
    ///   - stack: the settings and the seed.
    ///   - inputs: the lesions.
    ///   - training: their labels and folds.
    ///   - folder: where finished boosters are kept.
    ///   - elsewhere: where the same boosters may have been trained before.
    ///   - inputsHash: the hash of everything in `inputs` and `training`.
    ///   - threads: how many threads work.
    ///   - progress: hears of warnings.
    init(
        _ part: StackPart,
        of stack: Stack,
        _ inputs: StackInputs,
        _ training: TrainingFolds,
        folder: URL,
        elsewhere: URL?,
        inputsHash: String,
        threads: Int,
        progress: Diagnostics.Progress
    ) throws {
        configuration = stack.configuration
        seed = stack.seed
        layout = StackLayout(inputs, part, configuration)
        self.inputs = inputs
        self.training = training
        self.threads = threads
        self.progress = progress
        matrix = try StackMatrix(inputs, layout, threads: threads)
        shared = try matrix.shared(foldModel: 0)
        checkpoints = try BoosterCheckpoints(
            folder: folder,
            key: Self.key(stack, layout, inputsHash: inputsHash),
            elsewhere: elsewhere
        )
    }

    /// The boosters that did not learn from some folds, and how they score those folds' lesions.
    struct Trained {
        let member: FoldMember
        /// The lesions that the boosters did not learn from.
        let rows: [Int]
        /// Their mean raw scores.
        let scores: [Double]
    }

    /// Trains, or takes from the checkpoints, boosters that learn from the lesions outside `folds`, and scores those inside.
    ///
    /// - Parameters:
    ///   - folds: the folds that are held out.
    ///   - bags: how many boosters.
    ///   - path: the file of each bag.
    ///   - advance: called after each booster, with whether it was kept from before.
    func train(
        outside folds: [Int],
        bags: Int,
        path: (_ bag: Int) -> String,
        advance: (_ bag: Int, _ wasKept: Bool) -> Void
    ) throws -> Trained {
        let rows = training.folds.indices.filter { !folds.contains(training.folds[$0]) }
        let learnt = try foldFeatures(rows)
        let fitted = try FoldColumns(inputs, layout, configuration, rows: rows, features: learnt?.fitted, seed: seed)
        let own = try matrix.own(fitted, foldModel: 0, learnt: learnt?.features)
        let features = try shared.joined(with: own).matrix
        var ownDataset: BoostingDataset?
        let boosters = try (0..<bags).map { bag in
            if let kept = try checkpoints.load(path(bag)) {
                advance(bag, true)
                return kept
            }
            if ownDataset == nil, !own.matrix.names.isEmpty { ownDataset = try ownColumns(own, folds) }
            let booster = try train(rows, features, beside: ownDataset, keys: folds.map(UInt64.init) + [UInt64(bag)])
            try checkpoints.save(booster, path(bag))
            advance(bag, false)
            return booster
        }
        let held = training.folds.indices.filter { folds.contains(training.folds[$0]) }
        return Trained(
            member: FoldMember(columns: fitted, boosters: boosters),
            rows: held,
            scores: try Booster.meanRawScores(
                boosters,
                of: features,
                rows: held,
                threads: threads
            )
        )
    }

    /// What is learnt of other patients on the lesions at `rows`, and the features of all lesions.
    private func foldFeatures(_ rows: [Int]) throws -> (fitted: FittedFoldFeatures, features: FeatureMatrix)? {
        guard layout.hasFoldFeatures, let metadata = inputs.metadata else { return nil }
        return try FoldFeatures(configuration: configuration.foldFeatures, seed: seed).fit(
            metadata,
            rows: rows,
            labels: training.labels,
            groups: inputs.groups
        )
    }

    private func train(
        _ rows: [Int],
        _ features: FeatureMatrix,
        beside own: BoostingDataset?,
        keys: [UInt64]
    ) throws -> Booster {
        var generator = SeededGenerator(seed: seed, keyList: keys)
        let patients = WatchedPatients(
            rows,
            inputs.groups,
            share: configuration.earlyStoppingShare,
            seed: generator.next()
        )
        let sampler = BagSampler(
            leastPositiveShare: configuration.leastPositiveShare,
            negativesPerPositive: configuration.negativesPerPositive
        )
        let labels = patients.learned.map { training.labels[$0] }
        let positions = sampler.positions(labels: labels, generator: &generator).map { patients.learned[$0] }
        let boosterSeed = generator.next()
        let bag: BoostingDataset
        if shared.matrix.names.isEmpty, let own {
            bag = try own.subset(positions: positions, seed: boosterSeed)
        } else {
            bag = try wholeDataset().subset(positions: positions, seed: boosterSeed, joining: own)
        }
        return try Booster.train(
            on: bag,
            configuration: configuration.booster.adapted(toPositives: bag.labels.reduce(0, +)),
            seed: boosterSeed,
            earlyStopping: patients.stopping(features, labels: training.labels),
            progress: progress
        )
    }

    private func wholeDataset() throws -> BoostingDataset {
        if let sharedDataset { return sharedDataset }
        let dataset = try bin(shared, seed: SeededGenerator.derived(seed: seed, keys: 0x6269_6E73))
        sharedDataset = dataset
        return dataset
    }

    /// A fold's own columns as it learns from them: some hospitals are hidden.
    private func ownColumns(_ own: StackColumns, _ folds: [Int]) throws -> BoostingDataset {
        let seed = SeededGenerator(seed: seed, keyList: [0x6F77_6E] + folds.map(UInt64.init))
        var generator = seed
        let hidden = try HospitalDropout(share: configuration.hospitalDropout).hide(own, layout, seed: generator.next())
        return try bin(hidden, seed: generator.next())
    }

    private func bin(_ columns: StackColumns, seed: UInt64) throws -> BoostingDataset {
        try BoostingDataset(
            features: columns.matrix,
            labels: training.labels,
            categories: columns.categories,
            configuration: configuration.booster,
            seed: seed,
            threads: threads,
            progress: progress
        )
    }

    /// The mode is left out: boosters over the same columns are the same.
    private static func key(_ stack: Stack, _ layout: StackLayout, inputsHash: String) throws -> SHA256Digest {
        var configuration = stack.configuration
        configuration.mode = .tabular
        var hasher = SHA256Hasher()
        hasher.update(try JSONFile.data(configuration))
        hasher.update(try JSONFile.data(layout))
        hasher.update("\(stack.seed) \(inputsHash)".utf8)
        return hasher.finish()
    }
}
