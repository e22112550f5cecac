internal import Boosting
internal import Diagnostics
internal import Evaluation
public import Foundation
internal import Tables

/// What belongs to one fold: the boosters that did not learn from it, and what was fitted on the lesions that they learned
/// from.
struct FoldMember: Sendable {
    let columns: FoldColumns
    let boosters: [Booster]
}

/// The boosters of one part, fold by fold.
struct FittedPart: Sendable {
    let part: StackPart
    let layout: StackLayout
    let members: [FoldMember]
}

/// A trained stack: boosters of every fold, their calibrator, and the columns they want.
public struct FittedStack: Sendable {
    /// The mode it was trained in.
    public let mode: StackMode
    let parts: [FittedPart]
    let ranking: RankAverage?
    let calibrator: StrictlyIncreasingCalibrator

    /// The names of the tabular features that predictions need.
    public var tabularFeatureNames: [String] {
        parts.first { $0.part.hasTabularFeatures }?.layout.requiredFeatures ?? []
    }

    /// How many folds the stack was trained on; image models bring one logit per fold and lesion.
    public var foldCount: Int { parts.first?.members.count ?? 0 }

    /// Whether predictions need the embeddings of the fine-tuned image models.
    public var needsFineTunedEmbeddings: Bool { parts.contains { !$0.layout.alignedModels.isEmpty } }

    /// How many boosters there are.
    public var boosterCount: Int { parts.reduce(0) { $0 + $1.members.reduce(0) { $0 + $1.boosters.count } } }

    /// Predicts the probability of malignancy of every lesion: the mean over folds of calibrated probabilities.
    ///
    /// Booster k learned from logits and embeddings of image models j != k, where model j did not learn from fold j. So for a
    /// new lesion it scores what each image model j != k says in turn, with the patient-relative forms of that same j, and
    /// its score is the mean. Scores of different folds' image models are averaged, never their logits or embeddings.
    ///
    /// - Parameters:
    ///   - inputs: the lesions, with the logits of every fold's image models. Columns are found by name; others are
    ///     ignored.
    ///   - threads: how many threads LightGBM uses.
    /// - Throws: `StackingError` that names absent columns, `BoostingError` where a value is infinite.
    public func predict(
        _ inputs: StackInputs,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws -> [Double] {
        var sums = [Double](repeating: 0, count: inputs.rowCount)
        for scores in try foldScores(inputs, threads: threads) {
            for (row, score) in scores.enumerated() { sums[row] += calibrator(score) }
        }
        return sums.map { $0 / Double(foldCount) }
    }

    /// The score of every lesion by every fold's boosters, `[folds][lesions]`, before calibration.
    func foldScores(_ inputs: StackInputs, threads: Int) throws -> [[Double]] {
        let matrices = try parts.map { try FoldMatrices(inputs, $0, threads: threads) }
        return try (0..<foldCount).map { fold in
            let scores = try zip(parts, matrices).map { part, matrices in
                try meanScores(part.members[fold], matrices, fold, threads: threads)
            }
            return try ranking?.scores(
                inputs,
                parts: scores,
                rows: Array(0..<inputs.rowCount),
                fold: fold,
                foldModel: fold
            ) ?? scores[0]
        }
    }

    private func meanScores(_ member: FoldMember, _ matrices: FoldMatrices, _ fold: Int, threads: Int) throws
        -> [Double]
    {
        var sums: [Double] = []
        let foldModels = matrices.foldModels(scoredBy: fold)
        for foldModel in foldModels {
            let columns = try matrices.columns(fold: fold, foldModel: foldModel)
            let scores = try Booster.meanRawScores(member.boosters, of: columns.matrix, threads: threads)
            sums = sums.isEmpty ? scores : zip(sums, scores).map(+)
        }
        return sums.map { $0 / Double(foldModels.count) }
    }
}

/// The matrices that the boosters of one part score for new lesions.
struct FoldMatrices {
    private let part: FittedPart
    private let matrix: StackMatrix
    /// `[fold models]`: what all folds share.
    private let shared: [StackColumns]

    init(_ inputs: StackInputs, _ part: FittedPart, threads: Int) throws {
        try inputs.checkShape()
        self.part = part
        matrix = try StackMatrix(inputs, part.layout, threads: threads)
        let given = matrix.foldModelCount
        guard !part.layout.dependsOnFoldModels || given == part.members.count else {
            throw StackInputs.wrong(
                "a new lesion needs the logits of every fold's image models",
                expected: "\(part.members.count)",
                found: "\(given)"
            )
        }
        shared = try (0..<max(1, given)).map(matrix.shared)
    }

    /// The image models' folds whose scores the boosters of a fold look at: all others, or one where there is no difference.
    func foldModels(scoredBy fold: Int) -> [Int] {
        part.layout.dependsOnFoldModels ? part.members.indices.filter { $0 != fold } : [0]
    }

    /// The columns that the boosters of `fold` score, with what the image models of `foldModel` say.
    func columns(fold: Int, foldModel: Int) throws -> StackColumns {
        try shared[foldModel].joined(with: matrix.own(part.members[fold].columns, foldModel: foldModel))
    }
}
