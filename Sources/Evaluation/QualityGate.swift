/// The least value that a metric must reach, such as `pauc_80tpr=0.15`.
public struct QualityGate: Sendable, Equatable {
    /// The metric's key in the report.
    public let metric: String

    /// The least value that passes.
    public let minimum: Double

    /// Demands at least `minimum` of `metric`.
    public init(metric: String, minimum: Double) {
        self.metric = metric
        self.minimum = minimum
    }

    /// Reads `NAME=VALUE`.
    ///
    /// - Throws: ``EvaluationError`` of the category `usage` where the text has another form.
    public init(parsing text: String) throws(EvaluationError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let minimum = Double(parts[1]), minimum.isFinite else {
            throw EvaluationError(
                .setting(name: "fail-under", expected: "NAME=VALUE, such as pauc_80tpr=0.15", found: text)
            )
        }
        self.init(metric: String(parts[0]), minimum: minimum)
    }

    /// Checks a report.
    ///
    /// - Throws: ``EvaluationError`` of the category `qualityGate` where the metric is too low, and of the category `usage`
    ///   where the report does not hold it.
    public func check(_ report: EvaluationReport) throws(EvaluationError) {
        guard let value = report[metric] else {
            throw EvaluationError(.unknownMetric(name: metric, known: report.metrics.map(\.key)))
        }
        guard value >= minimum else {
            throw EvaluationError(.gateFailed(name: metric, minimum: minimum, found: value))
        }
    }
}
