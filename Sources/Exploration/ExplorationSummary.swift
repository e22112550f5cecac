import Evaluation
import Foundation

/// What `eda.json` holds: the decisions, and the alerts and key numbers behind them.
public struct ExplorationSummary: Codable, Sendable {
    /// The key numbers of one measurement.
    public struct Measurement: Codable, Sendable {
        /// The name.
        public var name: String
        /// Cohen's d, malignant less benign.
        public var effectSize: Double?
        /// The AUC of the number alone and its interval.
        public var auc: Double?
        public var aucLow: Double?
        public var aucHigh: Double?

        private enum CodingKeys: String, CodingKey {
            case name
            case effectSize = "effect_size"
            case auc
            case aucLow = "auc_low"
            case aucHigh = "auc_high"
        }
    }

    /// What is decided for training.
    public var decisions: Decisions
    /// What needs attention, the worst first.
    public var alerts: [Alert]
    /// Lesions, malignant lesions and patients.
    public var counts: [String: Int]
    /// The share of each column that is missing; complete columns are left out.
    public var missing: [String: Double]
    /// The measurements, the most telling first.
    public var measurements: [Measurement]
    /// Parts without findings, and why.
    public var unavailable: [String: String]

    /// Sums an exploration up.
    public init(_ found: Exploration) {
        decisions = found.decisions
        alerts = found.alerts
        counts = ["lesions": found.rows]
        counts["malignant"] = found.balance.content?.malignant
        counts["patients"] = found.patients.content?.patients
        missing = Dictionary(
            uniqueKeysWithValues: found.missingness.columns.map { ($0.name, found.missingness.share($0)) }
        )
        measurements = (found.measurements.content ?? []).map { measurement in
            Measurement(
                name: measurement.name,
                effectSize: measurement.effectSize.flatMap { $0.isFinite ? $0 : nil },
                auc: measurement.auc?.value,
                aucLow: measurement.auc?.interval.low,
                aucHigh: measurement.auc?.interval.high
            )
        }
        var reasons: [String: String] = [:]
        func note<Content>(_ name: String, _ part: Part<Content>) {
            if case .unavailable(let reason) = part { reasons[name] = reason }
        }
        note("class_balance", found.balance)
        note("patients", found.patients)
        note("measurements", found.measurements)
        note("correlations", found.correlations)
        note("sites", found.sites)
        note("hospitals", found.hospitals)
        note("demographics", found.demographics)
        note("ugly_duckling", found.uglyDuckling)
        note("crops", found.crops)
        note("outliers", found.outliers)
        note("leaks", found.leaks)
        unavailable = reasons
    }
}
