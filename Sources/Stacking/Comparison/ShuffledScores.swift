internal import Boosting
internal import Evaluation
internal import Randomness
internal import Tables

/// Lesions of one fold and the boosters that score them.
struct ShuffledBlock {
    let rows: [Int]
    let boosters: [Booster]
    /// The feature that each column belongs to.
    let reasons: [String]
    private let matrix: FeatureMatrix
    /// Positions among `rows` that trade values: patient by patient, or all where every lesion stands alone.
    private let blocks: [[Int]]

    init(_ columns: StackColumns, _ boosters: [Booster], rows: [Int], _ groups: TextColumn) {
        self.rows = rows
        self.boosters = boosters
        reasons = columns.reasons
        matrix = columns.matrix.select(rows: rows)
        let patientsAreKnown = Set(groups.codes).count < groups.count
        blocks =
            patientsAreKnown
            ? Dictionary(grouping: rows.indices) { groups.codes[rows[$0]] }.sorted { $0.key < $1.key }.map(\.value)
            : [Array(rows.indices)]
    }

    /// The raw score of every lesion, with all columns of the features shuffled by one permutation.
    func scores(shuffling features: Set<String>, seed: UInt64, threads: Int) throws -> [Double] {
        guard !features.isEmpty else { return try Booster.meanRawScores(boosters, of: matrix, threads: threads) }
        var generator = SeededGenerator(seed: seed)
        var source = Array(rows.indices)
        for members in blocks {
            for (place, drawn) in zip(members, generator.permutation(of: members.count)) {
                source[place] = members[drawn]
            }
        }
        let shuffled = try FeatureMatrix(
            names: matrix.names,
            columns: zip(reasons, matrix.columns).map { reason, column in
                features.contains(reason) ? source.map { column[$0] } : column
            },
            rowCount: matrix.rowCount
        )
        return try Booster.meanRawScores(boosters, of: shuffled, threads: threads)
    }
}

/// The metrics of a stack with some features shuffled.
struct ShuffledScores {
    let stack: FittedStack
    let inputs: StackInputs
    let labels: [Int]
    /// `[parts][folds]`.
    let blocks: [[ShuffledBlock]]
    let seed: UInt64
    let threads: Int

    func metrics(shuffling features: Set<String>) throws -> (auc: Double, partialAUC: Double) {
        var scores: [Double] = []
        var truth: [Int] = []
        for fold in 0..<stack.foldCount {
            let parts = try blocks.map { try $0[fold].scores(shuffling: features, seed: seed, threads: threads) }
            let rows = blocks[0][fold].rows
            truth += rows.map { labels[$0] }
            scores +=
                try stack.ranking?.scores(inputs, parts: parts, rows: rows, fold: fold, foldModel: 0) ?? parts[0]
        }
        let curve = ROCCurve(try LabelledScores(labels: truth, scores: scores))
        return (curve.area, curve.partialArea(aboveTPR: 0.8))
    }
}
