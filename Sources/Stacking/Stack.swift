internal import Boosting
public import Diagnostics
internal import Evaluation
public import Foundation
internal import Randomness
internal import Storage
internal import Tables

/// Stacks tabular features, embeddings and image models' logits with gradient boosting, fold by fold.
///
/// The boosters of fold k learn from the lesions of all other folds and score those of fold k, so every out-of-fold
/// score comes from boosters that never saw its patient. What remains is the mild second-level leak of all stacking: the
/// logits that a booster learns from come from image models whose training folds overlap its own.
public struct Stack: Sendable {
    private let configuration: StackConfiguration
    private let seed: UInt64

    /// Describes a stack; every draw follows from `seed`.
    public init(configuration: StackConfiguration, seed: UInt64) {
        self.configuration = configuration
        self.seed = seed
    }

    /// Trains the boosters, scores every lesion out of fold, and fits the calibrator.
    ///
    /// - Parameters:
    ///   - inputs: the lesions, with out-of-fold logits.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - folds: the fold of each lesion, from 0; no patient in two.
    ///   - folder: receives `fold<k>/bag<b>.txt`, `stack.json` and `checkpoints.json`.
    ///   - inputsHash: the hash of everything in `inputs`, `labels` and `folds`. A finished booster in `folder` that was
    ///     trained with the same hash, configuration and seed is not trained again.
    ///   - threads: how many threads LightGBM uses.
    ///   - progress: hears of each finished booster and of warnings.
    /// - Throws: `StackingError` for inputs that do not fit, `BoostingError` where a booster cannot be trained,
    ///   `StorageError` where a file cannot be written.
    public func fit(
        _ inputs: StackInputs,
        labels: [Int],
        folds: [Int],
        into folder: URL,
        inputsHash: String,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: Diagnostics.Progress = .silent
    ) throws -> StackResult {
        try configuration.check()
        let training = try TrainingFolds(inputs, labels: labels, folds: folds)
        for fold in training.foldsWithoutPositives {
            progress(.warning("fold \(fold) has no malignant lesion: it has no metrics of its own"))
        }
        let layout = StackLayout(inputs, configuration.columns)
        let checkpoints = try BoosterCheckpoints(
            folder: folder,
            key: try key(inputsHash: inputsHash, layout: layout)
        )
        let bags = BagTrainer(
            configuration: configuration,
            seed: seed,
            threads: threads,
            checkpoints: checkpoints,
            progress: progress
        )

        progress(.started(stage: "stack", total: training.count * configuration.bags, unit: "boosters"))
        var rawScores = [Double](repeating: 0, count: inputs.rowCount)
        var members: [FittedStack.FoldMember] = []
        for fold in 0..<training.count {
            let projections = projections(inputs, layout, rows: training.rows(outside: fold), fold: fold)
            let features = try StackMatrix(inputs, layout, projections).columns(foldModel: 0)
            let boosters = try bags.train(features, training, fold: fold)
            let rows = training.rows(in: fold)
            let scores = try meanRawScores(boosters, features, rows: rows, threads: threads)
            for (row, score) in zip(rows, scores) { rawScores[row] = score }
            members.append(
                FittedStack.FoldMember(projections: projections, boosters: boosters)
            )
        }
        // One strictly increasing calibrator undoes under-sampling, repeats and class weights together: it is fitted on
        // the out-of-fold scores of all lesions, at their true share of malignant ones.
        let labelled = try LabelledScores(labels: labels, scores: rawScores)
        let stack = FittedStack(
            columns: configuration.columns,
            layout: layout,
            calibrator: try StrictlyIncreasingCalibrator.fit(labelled),
            members: members
        )
        try stack.save(to: folder)
        progress(
            .finished(
                stage: "stack",
                summary: "\(training.count * configuration.bags) boosters of \(featureCount(members)) columns"
            )
        )
        return StackResult(
            stack: stack,
            outOfFoldScores: rawScores,
            outOfFoldProbabilities: try StrictlyIncreasingCalibrator.crossFitted(labelled, folds: folds)
        )
    }

    private func featureCount(_ members: [FittedStack.FoldMember]) -> Int {
        members.first?.boosters.first?.structure.featureNames.count ?? 0
    }

    private func projections(
        _ inputs: StackInputs,
        _ layout: StackLayout,
        rows: [Int],
        fold: Int
    ) -> [PrincipalComponents] {
        guard configuration.principalComponents > 0 else { return [] }
        return layout.embeddings.compactMap { embedding in
            inputs.frozenEmbeddings.first { $0.name == embedding.name }
        }.map {
            PrincipalComponents($0.matrix, rows: rows, count: configuration.principalComponents, seed: seed)
        }
    }

    private func key(inputsHash: String, layout: StackLayout) throws -> SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(try JSONFile.data(configuration))
        hasher.update(try JSONFile.data(layout))
        hasher.update("\(seed) \(inputsHash)".utf8)
        return hasher.finish()
    }
}

/// What training a stack gave.
public struct StackResult: Sendable {
    /// The trained stack, also saved.
    public let stack: FittedStack

    /// The mean raw score over bags of every lesion, from boosters that did not learn from its fold: log odds of the
    /// sampled and weighted training set, not calibrated.
    public let outOfFoldScores: [Double]

    /// The probability of every lesion: its raw score, calibrated on the other folds' scores.
    public let outOfFoldProbabilities: [Double]
}

/// The mean raw score over boosters: log odds, so that the boosters' contributions average to it exactly.
func meanRawScores(
    _ boosters: [Booster],
    _ features: FeatureMatrix,
    rows: [Int]? = nil,
    threads: Int
) throws -> [Double] {
    var sums = [Double](repeating: 0, count: rows?.count ?? features.rowCount)
    for booster in boosters {
        let scores = try booster.rawScores(of: features, rows: rows, threads: threads)
        for row in sums.indices { sums[row] += scores[row] }
    }
    return sums.map { $0 / Double(boosters.count) }
}
