import Foundation

extension Interval {
    /// The bias-corrected and accelerated bootstrap interval (BCa; Efron, 1987; Efron and Tibshirani, 1993, chapter 14).
    ///
    /// Percentiles assume that replicates lie around the value as the value lies around the truth. This one moves them by how
    /// far the replicates' median lies from the value, and by how much their spread grows with the value.
    ///
    /// - Parameters:
    ///   - value: the metric on the rows themselves.
    ///   - replicates: the metric on bootstrap replicates; not empty.
    ///   - leftOut: the metric with each patient left out in turn.
    ///   - confidence: the share of replicates that the interval holds.
    /// - Returns: nil where all replicates lie on one side of the value or leaving patients out changes nothing, so that the
    ///   correction has no finite value.
    public init?(biasCorrected value: Double, replicates: [Double], leftOut: [Double], confidence: Double) {
        let below = replicates.reduce(0.0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) } / Double(replicates.count)
        guard below > 0, below < 1, !leftOut.isEmpty else { return nil }
        let mean = leftOut.reduce(0, +) / Double(leftOut.count)
        let deviations = leftOut.map { mean - $0 }
        let squares = deviations.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return nil }
        let acceleration = deviations.reduce(0) { $0 + $1 * $1 * $1 } / (6 * squares * squares.squareRoot())
        let bias = StandardNormal.quantile(below)
        func share(_ tail: Double) -> Double {
            let moved = bias + StandardNormal.quantile(tail)
            return StandardNormal.cumulative(bias + moved / (1 - acceleration * moved))
        }
        let sorted = replicates.sorted()
        self.init(
            low: Self.quantile(share((1 - confidence) / 2), of: sorted),
            high: Self.quantile(share((1 + confidence) / 2), of: sorted)
        )
    }
}

/// The normal distribution with mean 0 and standard deviation 1.
enum StandardNormal {
    /// The share below `value`.
    static func cumulative(_ value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }

    /// The value below which `share` (above 0, below 1) lies, by halving an interval that holds it.
    static func quantile(_ share: Double) -> Double {
        var (low, high) = (-40.0, 40.0)
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return middle }
            if cumulative(middle) < share { low = middle } else { high = middle }
        }
    }
}

extension PatientBootstrap {
    /// More patients than this are not left out one by one.
    private static let mostLeftOut = 20_000

    /// The metrics of every column with each patient left out in turn (the jackknife), by column; patients without whom a
    /// class would be empty are skipped. Nil where equal rows are drawn as one unit,
    /// or there are more than 20,000 patients.
    public func leavingPatientsOut() -> [[RankingMetrics]]? {
        guard units.sizes.count == groupCount, groupCount <= Self.mostLeftOut else { return nil }
        return measure(count: groupCount) { left in
            var weights = [RankingSteps.Lanes](repeating: .one, count: groupCount)
            for (lane, patient) in left.enumerated() { weights[patient][lane] = 0 }
            return weights
        }
    }
}
