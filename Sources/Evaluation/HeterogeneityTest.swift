/// Whether estimates of several groups differ by more than chance: Cochran's Q over inverse-variance weights.
public struct HeterogeneityTest: Sendable, Equatable {
    /// The statistic Q.
    public let statistic: Double
    /// The degrees of freedom, one less than there are groups.
    public let degreesOfFreedom: Int
    /// The chance of a Q at least as large where all groups share one value.
    public let pValue: Double
    /// The share of the variation beyond chance, I², from 0 to 1.
    public let inconsistency: Double

    /// Tests estimates with their standard errors. Groups without a finite, positive error are left out; nil with fewer than
    /// two left.
    public init?(estimates: [Double], standardErrors: [Double]) {
        let usable = zip(estimates, standardErrors).filter { $0.isFinite && $1.isFinite && $1 > 0 }
        guard usable.count > 1 else { return nil }
        let weights = usable.map { 1 / ($0.1 * $0.1) }
        let mean = zip(usable, weights).reduce(0) { $0 + $1.0.0 * $1.1 } / weights.reduce(0, +)
        statistic = zip(usable, weights).reduce(0) { $0 + $1.1 * ($1.0.0 - mean) * ($1.0.0 - mean) }
        degreesOfFreedom = usable.count - 1
        pValue = chiSquareTail(statistic, degreesOfFreedom: degreesOfFreedom)
        inconsistency = statistic > 0 ? max(0, 1 - Double(degreesOfFreedom) / statistic) : 0
    }
}
