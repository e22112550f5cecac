internal import Boosting
internal import Evaluation
public import Foundation
internal import Randomness
internal import Tables

/// What a feature is worth to a stack.
public struct FeatureImportance: Sendable, Equatable {
    /// The feature; a whole embedding counts as one.
    public let feature: String
    /// Its share of the loss that all splits took away, the mean over boosters. Says what the trees used, not what it helped.
    public let gainShare: Double
    /// How many splits it made, the mean over boosters.
    public let splits: Double
    /// How much lower the AUC of the out-of-fold scores is when its values are shuffled among each patient's lesions; NaN
    /// where it was not measured.
    public let aucDrop: Double
    /// The same for the area above a true positive rate of 0.80.
    public let partialAUCDrop: Double
}

/// How importance by shuffling is measured.
public struct ShufflingConfiguration: Sendable, Equatable {
    /// The features with the most gain that are shuffled; 0 measures none.
    public var features: Int
    /// The lesions that are scored: all malignant ones and benign ones drawn by the seed.
    public var lesions: Int
    /// The seed of draws and shuffles.
    public var seed: UInt64

    /// Chooses features and lesions.
    public init(features: Int = 40, lesions: Int = 20_000, seed: UInt64 = 42) {
        self.features = features
        self.lesions = lesions
        self.seed = seed
    }
}

extension FittedStack {
    /// Measures features by gain, and the most used ones by shuffling their values within patients.
    ///
    /// A shuffle within the patient keeps what is known of the patient and breaks only what tells his or her lesions apart
    /// (permutation importance, Breiman, 2001, with patients as blocks). Every lesion is scored by the boosters that did not
    /// learn from it.
    ///
    /// - Parameters:
    ///   - inputs: the lesions of the training, with out-of-fold logits.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - folds: the fold of each lesion.
    ///   - shuffling: what is shuffled.
    ///   - threads: how many threads LightGBM uses.
    ///   - advance: called after each shuffled feature with how many are done.
    /// - Returns: the features, most gain first.
    public func importance(
        _ inputs: StackInputs,
        labels: [Int],
        folds: [Int],
        shuffling: ShufflingConfiguration = ShufflingConfiguration(),
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        advance: (_ done: Int) -> Void = { _ in }
    ) throws -> [FeatureImportance] {
        let lesions = Self.lesions(labels, folds, shuffling)
        let blocks = try parts.map { part in
            let matrix = try StackMatrix(inputs, part.layout, threads: threads)
            let shared = try matrix.shared(foldModel: 0)
            return try part.members.enumerated().map { fold, member in
                let columns = try shared.joined(with: matrix.own(member.columns, foldModel: 0))
                return ScoredBlock(columns, member.boosters, rows: lesions[fold], inputs.groups)
            }
        }
        let used = try Self.use(blocks)
        let scorer = ShuffledScores(stack: self, inputs: inputs, labels: labels, blocks: blocks, threads: threads)
        let whole = try scorer.metrics(shuffling: nil, seed: shuffling.seed)
        return try used.enumerated().map { position, entry in
            var drops = (auc: Double.nan, partialAUC: Double.nan)
            if position < shuffling.features, entry.gain > 0 {
                let shuffled = try scorer.metrics(shuffling: entry.name, seed: shuffling.seed)
                drops = (whole.auc - shuffled.auc, whole.partialAUC - shuffled.partialAUC)
                advance(position + 1)
            }
            return FeatureImportance(
                feature: entry.name,
                gainShare: entry.gain,
                splits: entry.splits,
                aucDrop: drops.auc,
                partialAUCDrop: drops.partialAUC
            )
        }
    }

    /// The lesions that are scored, fold by fold.
    private static func lesions(_ labels: [Int], _ folds: [Int], _ shuffling: ShufflingConfiguration) -> [[Int]] {
        var generator = SeededGenerator(seed: shuffling.seed, keys: 0x696D_7074)
        let malignant = labels.indices.filter { labels[$0] == 1 }
        let benign = labels.indices.filter { labels[$0] == 0 }
        let drawn = generator.permutation(of: benign.count).prefix(max(1, shuffling.lesions - malignant.count))
        let chosen = (malignant + drawn.map { benign[$0] }).sorted()
        return (0...(folds.max() ?? 0)).map { fold in chosen.filter { folds[$0] == fold } }
    }

    /// Gain and splits of every feature, the mean over boosters, most gain first.
    private static func use(_ blocks: [[ScoredBlock]]) throws -> [(name: String, gain: Double, splits: Double)] {
        var sums: [String: (gain: Double, splits: Double)] = [:]
        var boosters = 0.0
        for block in blocks.joined() {
            for booster in block.boosters {
                boosters += 1
                let use = try booster.columnUse()
                let whole = max(use.reduce(0) { $0 + $1.gain }, .leastNormalMagnitude)
                for (reason, column) in zip(block.reasons, use) {
                    sums[reason, default: (0, 0)].gain += column.gain / whole
                    sums[reason, default: (0, 0)].splits += Double(column.splits)
                }
            }
        }
        return sums.map { (name: $0.key, gain: $0.value.gain / boosters, splits: $0.value.splits / boosters) }
            .sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }
    }
}

/// Lesions of one fold and the boosters that score them.
private struct ScoredBlock {
    let rows: [Int]
    let boosters: [Booster]
    let reasons: [String]
    private let matrix: FeatureMatrix
    /// Positions among `rows`, patient by patient.
    private let patients: [[Int]]

    init(_ columns: StackColumns, _ boosters: [Booster], rows: [Int], _ groups: TextColumn) {
        self.rows = rows
        self.boosters = boosters
        reasons = columns.reasons
        matrix = columns.matrix.select(rows: rows)
        patients = Dictionary(grouping: rows.indices) { groups.codes[rows[$0]] }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The raw score of every lesion, with the columns of one feature shuffled together within patients.
    func scores(shuffling feature: String?, seed: UInt64, threads: Int) throws -> [Double] {
        var shuffled = matrix
        if let feature {
            var generator = SeededGenerator(seed: seed)
            var source = Array(rows.indices)
            for members in patients {
                for (place, drawn) in zip(members, generator.permutation(of: members.count)) {
                    source[place] = members[drawn]
                }
            }
            shuffled = try FeatureMatrix(
                names: matrix.names,
                columns: zip(reasons, matrix.columns).map { reason, column in
                    reason == feature ? source.map { column[$0] } : column
                },
                rowCount: matrix.rowCount
            )
        }
        return try Booster.meanRawScores(boosters, of: shuffled, threads: threads)
    }
}

/// The metrics of a stack with one feature shuffled.
private struct ShuffledScores {
    let stack: FittedStack
    let inputs: StackInputs
    let labels: [Int]
    /// `[parts][folds]`.
    let blocks: [[ScoredBlock]]
    let threads: Int

    func metrics(shuffling feature: String?, seed: UInt64) throws -> (auc: Double, partialAUC: Double) {
        var scores: [Double] = []
        var truth: [Int] = []
        for fold in 0..<stack.foldCount {
            let parts = try blocks.map { try $0[fold].scores(shuffling: feature, seed: seed, threads: threads) }
            let rows = blocks[0][fold].rows
            truth += rows.map { labels[$0] }
            scores +=
                try stack.ranking?.scores(inputs, parts: parts, rows: rows, fold: fold, foldModel: 0) ?? parts[0]
        }
        let curve = ROCCurve(try LabelledScores(labels: truth, scores: scores))
        return (curve.area, curve.partialArea(aboveTPR: 0.8))
    }
}
