import Foundation

/// What acting on probabilities gains at each threshold, against treating all and treating none (Vickers and Elkin, 2006).
///
/// The net benefit at a threshold t is TP / n - FP / n × t / (1 - t): malignant lesions found for each lesion, less the
/// benign ones flagged, weighed by how many of them one finding is worth.
public struct DecisionCurve: Sendable, Equatable {
    /// One threshold.
    public struct Point: Sendable, Equatable {
        /// The probability from which on a lesion is flagged.
        public let threshold: Double
        /// The net benefit of flagging by probability.
        public let model: Double
        /// The net benefit of flagging every lesion.
        public let treatAll: Double

        /// The net benefit of the better of the two simple rules: flag all, or none (0).
        public var bestRule: Double { max(0, treatAll) }

        /// Examinations avoided among 1,000 lesions against flagging all, with as many malignant ones found.
        public var avoidedPerThousand: Double { (model - treatAll) * (1 - threshold) / threshold * 1000 }
    }

    /// The thresholds in rising order.
    public let points: [Point]

    /// Thresholds from 0.0005 to 0.05, evenly spaced on a logarithmic axis: what screening weighs.
    public static let screeningThresholds = (0...60).map { 0.0005 * pow(100, Double($0) / 60) }

    /// Measures probabilities (the scores of `labelled`) at `thresholds` between 0 and 1.
    public init(_ labelled: LabelledScores, thresholds: [Double] = screeningThresholds) {
        let curve = ROCCurve(labelled)
        let count = Double(labelled.scores.count)
        let prevalence = Double(labelled.positives) / count
        points = thresholds.map { threshold in
            let point = curve.operatingPoint(threshold: threshold)
            let odds = threshold / (1 - threshold)
            return Point(
                threshold: threshold,
                model: (Double(point.truePositives) - Double(point.falsePositives) * odds) / count,
                treatAll: prevalence - (1 - prevalence) * odds
            )
        }
    }
}
