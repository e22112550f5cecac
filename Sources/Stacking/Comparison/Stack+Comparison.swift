public import Diagnostics
public import Evaluation
public import Foundation
internal import Tables

extension Stack {
    /// Boosters that look at one fold less, for each inner measurement.
    private static let innerBags = 1

    /// Trains every mode that the inputs allow, and measures each out of fold and on an inner split.
    ///
    /// - Parameters:
    ///   - inputs: the lesions, with out-of-fold logits.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - folds: the fold of each lesion, from 0; at least three.
    ///   - folder: receives the boosters, in a folder for each choice of columns; ``fit`` takes them from there.
    ///   - inputsHash: the hash of everything in `inputs`, `labels` and `folds`.
    ///   - bootstrap: how the intervals of the differences are drawn; nil gives none.
    ///   - threads: how many threads LightGBM uses.
    ///   - progress: hears of each finished booster and of warnings.
    /// - Throws: what ``fit`` throws.
    public func compare(
        _ inputs: StackInputs,
        labels: [Int],
        folds: [Int],
        into folder: URL,
        inputsHash: String,
        bootstrap: BootstrapConfiguration?,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: Diagnostics.Progress = .silent
    ) throws -> StackComparison {
        try configuration.check()
        let training = try TrainingFolds(inputs, labels: labels, folds: folds)
        guard training.count >= 3 else {
            throw StackInputs.wrong(
                "modes are compared on an inner split, which two folds do not allow",
                expected: "at least three folds",
                found: "\(training.count)",
                remedy: "Raise folds.count, or name a mode with stack.mode"
            )
        }
        let modes = StackMode.available(for: inputs)
        guard !modes.isEmpty else {
            throw StackInputs.wrong("there is nothing to stack", expected: "features, embeddings or image models")
        }
        var parts: [StackPart: PartScores] = [:]
        for part in modes.flatMap(\.parts) where !parts.keys.contains(part) {
            guard !StackLayout(inputs, part, configuration).isEmpty else { continue }
            let trainer = try PartTrainer(
                part,
                of: self,
                inputs,
                training,
                folder: folder.appending(path: part.rawValue),
                elsewhere: nil,
                inputsHash: inputsHash,
                threads: threads,
                progress: progress
            )
            parts[part] = try scores(of: part, trainer, training, progress)
        }
        let measured = modes.map { mode in
            let used = mode.parts.compactMap { parts[$0] }
            guard mode == .rankAverage else {
                return ModeScores(mode: mode, outOfFold: used[0].outOfFold, inner: used[0].inner)
            }
            return rankAverage(used, inputs, training)
        }
        return try StackComparison(
            measured,
            labels: labels,
            folds: folds,
            groups: RowGroups(codes: inputs.groups.codes),
            bootstrap: bootstrap
        )
    }

    /// What the boosters of one part say of every lesion.
    private struct PartScores {
        var outOfFold: [Double]
        /// `[folds][lesions]`: by boosters that know neither the fold nor the lesion's own; NaN inside the fold.
        var inner: [[Double]]
    }

    private func scores(
        of part: StackPart,
        _ trainer: PartTrainer,
        _ training: TrainingFolds,
        _ progress: Diagnostics.Progress
    ) throws -> PartScores {
        let pairs = (0..<training.count).flatMap { first in (first + 1..<training.count).map { [first, $0] } }
        let stage = "compare \(part.rawValue)"
        let total = training.count * configuration.bags + pairs.count * Self.innerBags
        var done = 0
        progress(.started(stage: stage, total: total, unit: "boosters"))
        func advance(_ note: String) -> (_ bag: Int, _ wasKept: Bool) -> Void {
            { bag, wasKept in
                done += 1
                let end = wasKept ? ", kept" : ""
                progress(.advanced(stage: stage, completed: done, note: "\(note), bag \(bag)\(end)"))
            }
        }
        let blank = [Double](repeating: .nan, count: training.labels.count)
        var scores = PartScores(outOfFold: blank, inner: (0..<training.count).map { _ in blank })
        for fold in 0..<training.count {
            let trained = try trainer.train(
                outside: [fold],
                bags: configuration.bags,
                path: { FittedStack.boosterPath(fold: fold, bag: $0) },
                advance: advance("fold \(fold)")
            )
            for (row, score) in zip(trained.rows, trained.scores) { scores.outOfFold[row] = score }
        }
        for pair in pairs {
            let trained = try trainer.train(
                outside: pair,
                bags: Self.innerBags,
                path: { "inner/fold\(pair[0])-\(pair[1])/bag\($0).txt" },
                advance: advance("folds \(pair[0]) and \(pair[1])")
            )
            for (row, score) in zip(trained.rows, trained.scores) {
                // A lesion of one fold of the pair is an inner lesion of the other.
                let other = training.folds[row] == pair[0] ? pair[1] : pair[0]
                scores.inner[other][row] = score
            }
        }
        progress(.finished(stage: stage, summary: "\(total) boosters"))
        return scores
    }

    private func rankAverage(_ parts: [PartScores], _ inputs: StackInputs, _ training: TrainingFolds) -> ModeScores {
        let outOfFold = parts.map(\.outOfFold)
        let logits = inputs.imageModels.map { $0.logits[0].map(Double.init) }
        let inner = (0..<training.count).map { fold in
            let columns = parts.map { $0.inner[fold] } + logits
            let rows = training.rows(outside: fold)
            let tables = columns.map { column in QuantileTable(rows.map { column[$0] }) }
            return training.labels.indices.map { row in
                training.folds[row] == fold ? .nan : QuantileTable.meanShare(tables, columns.map { $0[row] })
            }
        }
        return ModeScores(
            mode: .rankAverage,
            outOfFold: RankAverage(inputs, parts: outOfFold, training: training)
                .outOfFold(inputs, parts: outOfFold, training: training),
            inner: inner
        )
    }
}
