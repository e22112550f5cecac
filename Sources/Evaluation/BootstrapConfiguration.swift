/// How often and from which seed the bootstrap draws, and how wide its intervals are.
public struct BootstrapConfiguration: Sendable, Equatable, Codable {
    /// The number of replicates; at least 1.
    public var replicates: Int

    /// The share of replicates inside an interval, between 0 and 1.
    public var confidence: Double

    /// The seed; the same seed gives the same intervals, bit for bit.
    public var seed: UInt64

    /// Configures the bootstrap.
    public init(replicates: Int = 1000, confidence: Double = 0.95, seed: UInt64 = 42) {
        self.replicates = replicates
        self.confidence = confidence
        self.seed = seed
    }

    func check() throws(EvaluationError) {
        guard replicates >= 1 else {
            throw EvaluationError(.setting(name: "replicates", expected: "1 or more", found: "\(replicates)"))
        }
        guard confidence > 0, confidence < 1 else {
            throw EvaluationError(.setting(name: "confidence", expected: "between 0 and 1", found: "\(confidence)"))
        }
    }
}

/// A range that a metric lies in.
public struct Interval: Sendable, Equatable, Codable {
    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// Makes a range.
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Takes the middle `confidence` share of `values` (not empty), interpolating linearly between them as NumPy does.
    public init(percentilesOf values: [Double], confidence: Double) {
        let sorted = values.sorted()
        self.init(
            low: Self.quantile((1 - confidence) / 2, of: sorted),
            high: Self.quantile((1 + confidence) / 2, of: sorted)
        )
    }

    /// The value below which `share` of sorted values lies, interpolated linearly.
    static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
}

/// The ranking metrics of one set of rows.
public struct RankingMetrics: Sendable, Equatable {
    /// The area of the ROC above a true positive rate of 0.80, from 0 to 0.2.
    public var partialAUC: Double
    /// The area under the ROC, from 0 to 1.
    public var auc: Double
    /// The average precision, from 0 to 1.
    public var averagePrecision: Double

    /// Holds the metrics.
    public init(partialAUC: Double, auc: Double, averagePrecision: Double) {
        self.partialAUC = partialAUC
        self.auc = auc
        self.averagePrecision = averagePrecision
    }

    /// Measures a curve.
    public init(_ curve: ROCCurve) {
        self.init(
            partialAUC: curve.partialArea(aboveTPR: 0.8),
            auc: curve.area,
            averagePrecision: curve.averagePrecision
        )
    }
}
