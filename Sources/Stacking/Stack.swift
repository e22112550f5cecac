internal import Boosting
public import Diagnostics
internal import Evaluation
public import Foundation
internal import Tables

/// Stacks tabular features, embeddings and image models' logits with gradient boosting, fold by fold.
///
/// The boosters of fold k learn from the lesions of all other folds and score those of fold k, so every out-of-fold
/// score comes from boosters that never saw its patient. What remains is the mild second-level leak of all stacking: the
/// logits that a booster learns from come from image models whose training folds overlap its own.
public struct Stack: Sendable {
    let configuration: StackConfiguration
    let seed: UInt64

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
    ///   - trained: a folder where ``StackComparison`` has trained the same boosters already; they are copied from there.
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
        trained: URL? = nil,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: Diagnostics.Progress = .silent
    ) throws -> StackResult {
        try configuration.check()
        let training = try TrainingFolds(inputs, labels: labels, folds: folds)
        for fold in training.foldsWithoutPositives {
            progress(.warning("fold \(fold) has no malignant lesion: it has no metrics of its own"))
        }
        let wanted = configuration.mode.parts.filter { !StackLayout(inputs, $0, configuration).isEmpty }
        guard !wanted.isEmpty else {
            throw StackInputs.wrong(
                "there is nothing to stack",
                expected: "columns for the mode \(configuration.mode.rawValue)"
            )
        }
        let timer = StackTimer()
        progress(.started(stage: "stack", total: wanted.count * training.count * configuration.bags, unit: "boosters"))
        var parts: [FittedPart] = []
        var scores: [[Double]] = []
        for (position, part) in wanted.enumerated() {
            let trainer = try PartTrainer(
                part,
                of: self,
                inputs,
                training,
                folder: FittedStack.folder(folder, part, position),
                elsewhere: trained?.appending(path: part.rawValue),
                inputsHash: inputsHash,
                threads: threads,
                progress: progress
            )
            let (members, partScores) = try members(trainer, training, before: position * training.count, progress)
            parts.append(FittedPart(part: part, layout: trainer.layout, members: members))
            scores.append(partScores)
        }
        let ranking = configuration.mode == .rankAverage ? RankAverage(inputs, parts: scores, training: training) : nil
        let rawScores = ranking?.outOfFold(inputs, parts: scores, training: training) ?? scores[0]
        // One strictly increasing calibrator undoes under-sampling, repeats and class weights together: it is fitted on
        // the out-of-fold scores of all lesions, at their true share of malignant ones.
        let labelled = try LabelledScores(labels: labels, scores: rawScores)
        let stack = FittedStack(
            mode: configuration.mode,
            parts: parts,
            ranking: ranking,
            calibrator: try StrictlyIncreasingCalibrator.fit(labelled)
        )
        try stack.save(to: folder)
        progress(.finished(stage: "stack", summary: "\(stack.boosterCount) boosters, \(timer.summary)"))
        return StackResult(
            stack: stack,
            outOfFoldScores: rawScores,
            outOfFoldProbabilities: try StrictlyIncreasingCalibrator.crossFitted(labelled, folds: folds)
        )
    }

    /// Trains one part on every fold's other folds; `before` are the folds of parts that are done.
    private func members(
        _ trainer: PartTrainer,
        _ training: TrainingFolds,
        before: Int,
        _ progress: Diagnostics.Progress
    )
        throws -> (members: [FoldMember], scores: [Double])
    {
        var scores = [Double](repeating: 0, count: training.labels.count)
        let members = try (0..<training.count).map { fold in
            let trained = try trainer.train(
                outside: [fold],
                bags: configuration.bags,
                path: { FittedStack.boosterPath(fold: fold, bag: $0) },
                advance: { bag, wasKept in
                    progress(
                        .advanced(
                            stage: "stack",
                            completed: (before + fold) * configuration.bags + bag + 1,
                            note: "fold \(fold), bag \(bag)" + (wasKept ? ", kept" : "")
                        )
                    )
                }
            )
            for (row, score) in zip(trained.rows, trained.scores) { scores[row] = score }
            return trained.member
        }
        return (members, scores)
    }
}

/// What training a stack gave.
public struct StackResult: Sendable {
    /// The trained stack, also saved.
    public let stack: FittedStack

    /// The mean raw score over bags of every lesion, from boosters that did not learn from its fold: log odds of the
    /// sampled and weighted training set, not calibrated. With `rank-average` the logit of its mean rank.
    public let outOfFoldScores: [Double]

    /// The probability of every lesion: its raw score, calibrated on the other folds' scores.
    public let outOfFoldProbabilities: [Double]
}

/// How long a training takes, and how much of that LightGBM itself works.
private struct StackTimer {
    private let started = ContinuousClock.now
    private let before = Booster.timeInLibrary

    var summary: String {
        let whole = (ContinuousClock.now - started) / .seconds(1)
        let library = (Booster.timeInLibrary - before) / .seconds(1)
        return String(
            format: "%.1f s, %.1f %% of it outside LightGBM",
            whole,
            100 * max(0, 1 - library / max(whole, 1e-9))
        )
    }
}
