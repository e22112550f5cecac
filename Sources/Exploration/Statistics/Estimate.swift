public import Evaluation

/// A number and the interval it lies in.
public struct Estimate: Sendable, Equatable, Codable {
    /// The number.
    public let value: Double
    /// Its 95 % interval.
    public let interval: Interval

    /// Holds an estimate.
    public init(value: Double, interval: Interval) {
        self.value = value
        self.interval = interval
    }

    /// A share with Wilson's interval.
    public init(share successes: Int, of trials: Int) {
        value = trials > 0 ? Double(successes) / Double(trials) : .nan
        interval = Interval(wilson: successes, of: trials)
    }
}
