import Randomness

/// The bootstrap over patients: how much the metrics would vary had other patients been seen.
///
/// A replicate draws as many patients as there are, with replacement, and counts all lesions of a patient as often as the
/// patient was drawn. Its metrics are exact, ties included: they equal those of the expanded rows. Without groups the rows
/// are drawn one by one, which is too optimistic where lesions of one patient resemble each other.
///
/// A replicate without a malignant or without a benign lesion has no metrics and is left out, so the intervals are
/// conditional on both classes being there. The intervals cover the sampling of patients, not the retraining of models.
public struct PatientBootstrap: Sendable {
    /// The metrics of every defined replicate, one list for each column of scores, in the same order of replicates.
    public struct Replicates: Sendable, Equatable {
        /// The metrics by column and replicate.
        public let metrics: [[RankingMetrics]]
        /// How many replicates were drawn; those without both classes are not in ``metrics``.
        public let drawn: Int
    }

    /// The number of groups that each replicate draws.
    public var groupCount: Int { units.drawCount }

    let units: ResamplingUnits
    private let columns: [RankingSteps]

    /// Prepares one column of scores.
    ///
    /// - Parameter groups: the patient of each row; without it the rows are drawn one by one.
    /// - Throws: ``EvaluationError`` where the columns differ in length.
    public init(_ labelled: LabelledScores, groups: RowGroups? = nil) throws(EvaluationError) {
        try self.init(columns: [labelled], groups: groups)
    }

    /// Prepares several columns of scores of the same rows, so that each replicate gives all of them the same weights.
    ///
    /// - Throws: ``EvaluationError`` where the columns differ in length or in their labels.
    public init(columns: [LabelledScores], groups: RowGroups? = nil) throws(EvaluationError) {
        guard let first = columns.first else { throw EvaluationError(.empty) }
        for column in columns {
            guard column.labels.count == first.labels.count else {
                throw EvaluationError(
                    .countMismatch(column: "score", expected: first.labels.count, found: column.labels.count)
                )
            }
            if let row = first.labels.indices.first(where: { column.labels[$0] != first.labels[$0] }) {
                throw EvaluationError(.otherLabels(row: row))
            }
        }
        if let groups, groups.indices.count != first.labels.count {
            throw EvaluationError(
                .countMismatch(column: "group", expected: first.labels.count, found: groups.indices.count)
            )
        }
        let places = columns.map(RankingSteps.places)
        if let groups, groups.count < first.labels.count {
            units = ResamplingUnits(groups: groups)
        } else {
            units = ResamplingUnits(places: places.map(\.places))
        }
        self.columns = places.map { [units] in
            RankingSteps(places: $0.places, stepCount: $0.stepCount, units: units)
        }
    }

    /// Draws replicates and measures every column on each.
    ///
    /// - Throws: ``EvaluationError`` for a setting out of range.
    public func replicates(_ configuration: BootstrapConfiguration) throws(EvaluationError) -> Replicates {
        try configuration.check()
        let metrics = measure(count: configuration.replicates) { weights(replicates: $0, seed: configuration.seed) }
        return Replicates(metrics: metrics, drawn: configuration.replicates)
    }

    /// Measures every column on `count` samples, eight at a time; samples of one class are left out.
    ///
    /// - Parameter weights: how often each unit counts in up to eight samples, one lane each.
    func measure(count: Int, weights: (_ samples: Range<Int>) -> [RankingSteps.Lanes]) -> [[RankingMetrics]] {
        var metrics = [[RankingMetrics]](repeating: [], count: columns.count)
        for index in metrics.indices { metrics[index].reserveCapacity(count) }
        let width = RankingSteps.Lanes.scalarCount
        for first in stride(from: 0, to: count, by: width) {
            let lanes = min(width, count - first)
            weights(first..<(first + lanes)).withUnsafeBufferPointer { weights in
                for (index, column) in columns.enumerated() {
                    let block = column.metrics(weights: weights, aboveTPR: 0.8)
                    for lane in 0..<lanes where !block.auc[lane].isNaN {
                        metrics[index].append(
                            RankingMetrics(
                                partialAUC: block.partialAUC[lane],
                                auc: block.auc[lane],
                                averagePrecision: block.averagePrecision[lane]
                            )
                        )
                    }
                }
            }
        }
        return metrics
    }

    /// Returns how often each unit counts in up to eight replicates, one lane each.
    ///
    /// Every replicate has its own stream of random numbers, so none depends on how they are grouped.
    func weights(replicates: Range<Int>, seed: UInt64) -> [RankingSteps.Lanes] {
        var weights = [RankingSteps.Lanes](repeating: .zero, count: units.sizes.count)
        let width = RankingSteps.Lanes.scalarCount
        weights.withUnsafeMutableBytes { bytes in
            let numbers = bytes.bindMemory(to: Double.self)
            guard let start = numbers.baseAddress else { return }
            for (lane, replicate) in replicates.enumerated() {
                var generator = SeededGenerator(seed: seed, keys: UInt64(replicate))
                units.draw(&generator, into: start + lane, stride: width)
            }
        }
        return weights
    }
}
