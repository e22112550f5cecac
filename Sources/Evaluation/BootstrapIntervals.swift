/// The intervals of the ranking metrics.
public struct BootstrapIntervals: Sendable, Equatable {
    /// The interval of the area above a true positive rate of 0.80.
    public let partialAUC: Interval
    /// The interval of the area under the ROC.
    public let auc: Interval
    /// The interval of the average precision.
    public let averagePrecision: Interval
    /// The number of replicates behind them: those that held both classes.
    public let replicates: Int

    /// Takes percentiles of replicates; nil without any.
    public init?(_ metrics: [RankingMetrics], confidence: Double) {
        guard !metrics.isEmpty else { return nil }
        partialAUC = Interval(percentilesOf: metrics.map(\.partialAUC), confidence: confidence)
        auc = Interval(percentilesOf: metrics.map(\.auc), confidence: confidence)
        averagePrecision = Interval(percentilesOf: metrics.map(\.averagePrecision), confidence: confidence)
        replicates = metrics.count
    }

    /// Corrects percentiles for bias and skewness (``Interval/init(biasCorrected:replicates:leftOut:confidence:)``); nil where
    /// a correction has no finite value.
    ///
    /// - Parameters:
    ///   - value: the metrics on the rows themselves.
    ///   - metrics: those of replicates.
    ///   - leftOut: those with each patient left out in turn.
    ///   - confidence: the share of replicates that the intervals hold.
    public init?(
        correcting value: RankingMetrics,
        _ metrics: [RankingMetrics],
        leftOut: [RankingMetrics],
        confidence: Double
    ) {
        guard !metrics.isEmpty else { return nil }
        func interval(_ metric: (RankingMetrics) -> Double) -> Interval? {
            Interval(
                biasCorrected: metric(value),
                replicates: metrics.map(metric),
                leftOut: leftOut.map(metric),
                confidence: confidence
            )
        }
        guard let partialAUC = interval(\.partialAUC), let auc = interval(\.auc),
            let averagePrecision = interval(\.averagePrecision)
        else { return nil }
        self.partialAUC = partialAUC
        self.auc = auc
        self.averagePrecision = averagePrecision
        replicates = metrics.count
    }
}

extension PatientBootstrap {
    /// Returns percentile intervals for the first column; nil where no replicate held both classes.
    ///
    /// - Throws: ``EvaluationError`` for a setting out of range.
    public func intervals(_ configuration: BootstrapConfiguration) throws(EvaluationError) -> BootstrapIntervals? {
        BootstrapIntervals(try replicates(configuration).metrics[0], confidence: configuration.confidence)
    }
}

/// How much better a second column of scores ranks the same lesions than a first one.
///
/// Both are measured on the same replicates, so that what makes a sample of patients easy or hard cancels out. Differences
/// too small for two separate intervals can be told this way.
public struct PairedComparison: Sendable, Equatable {
    /// One metric's difference, second minus first.
    public struct Difference: Sendable, Equatable {
        /// The difference on the rows themselves.
        public let value: Double
        /// The percentile interval of the difference.
        public let interval: Interval
        /// The share of replicates in which the second column is not better, ties counting half.
        public let shareNotBetter: Double
    }

    /// The difference of the areas above a true positive rate of 0.80.
    public let partialAUC: Difference
    /// The difference of the areas under the ROC.
    public let auc: Difference
    /// The number of replicates behind the intervals.
    public let replicates: Int

    /// Compares two columns of scores of the same rows.
    ///
    /// - Throws: ``EvaluationError`` where the columns do not belong to the same rows, for a setting out of range, and where
    ///   no replicate holds both classes.
    public init(
        first: LabelledScores,
        second: LabelledScores,
        groups: RowGroups? = nil,
        bootstrap configuration: BootstrapConfiguration = BootstrapConfiguration()
    ) throws(EvaluationError) {
        let drawn = try PatientBootstrap(columns: [first, second], groups: groups).replicates(configuration)
        try self.init(
            first: RankingMetrics(ROCCurve(first)),
            second: RankingMetrics(ROCCurve(second)),
            replicates: (drawn.metrics[0], drawn.metrics[1]),
            confidence: configuration.confidence
        )
    }

    /// Compares what two columns of one bootstrap reached: nothing is drawn again.
    ///
    /// - Parameters:
    ///   - first: what the first column reaches on the rows themselves.
    ///   - second: what the second one reaches.
    ///   - replicates: what both reach on the same replicates, in the same order.
    ///   - confidence: the share of replicates that the intervals hold.
    /// - Throws: ``EvaluationError`` where no replicate holds both classes.
    public init(
        first: RankingMetrics,
        second: RankingMetrics,
        replicates drawn: (first: [RankingMetrics], second: [RankingMetrics]),
        confidence: Double
    ) throws(EvaluationError) {
        guard !drawn.first.isEmpty else { throw EvaluationError(.empty) }
        func difference(_ metric: (RankingMetrics) -> Double) -> Difference {
            let differences = zip(drawn.first, drawn.second).map { metric($1) - metric($0) }
            let notBetter = differences.reduce(0.0) { $0 + ($1 < 0 ? 1 : $1 == 0 ? 0.5 : 0) }
            return Difference(
                value: metric(second) - metric(first),
                interval: Interval(percentilesOf: differences, confidence: confidence),
                shareNotBetter: notBetter / Double(differences.count)
            )
        }
        partialAUC = difference(\.partialAUC)
        auc = difference(\.auc)
        replicates = drawn.first.count
    }
}
