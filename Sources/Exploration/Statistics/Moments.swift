import Foundation

/// The mean and the standard deviation (ddof 1) of some numbers.
public struct Moments: Sendable, Equatable, Codable {
    /// How many numbers there are.
    public let count: Int
    /// Their mean; NaN without numbers.
    public let mean: Double
    /// Their standard deviation; NaN with fewer than two.
    public let standardDeviation: Double

    /// Measures the finite ones among `values`, by Welford's method.
    init(_ values: some Sequence<Double>) {
        var count = 0
        var mean = 0.0
        var squares = 0.0
        for value in values where value.isFinite {
            count += 1
            let difference = value - mean
            mean += difference / Double(count)
            squares += difference * (value - mean)
        }
        self.count = count
        self.mean = count > 0 ? mean : .nan
        standardDeviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan
    }

    /// Cohen's d of two groups: the difference of the means, `other` less this one, in pooled standard deviations.
    func standardisedDifference(to other: Moments) -> Double {
        let freedom = Double(count + other.count - 2)
        guard count > 1, other.count > 1, freedom > 0 else { return .nan }
        let pooled =
            (Double(count - 1) * standardDeviation * standardDeviation
                + Double(other.count - 1) * other.standardDeviation * other.standardDeviation) / freedom
        return pooled > 0 ? (other.mean - mean) / pooled.squareRoot() : .nan
    }
}
