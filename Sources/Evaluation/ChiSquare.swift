import Foundation

/// Pearson's chi-square test of independence in a table of counts, with Cramér's V as its effect size.
public struct ChiSquareTest: Sendable, Equatable {
    /// The statistic.
    public let statistic: Double
    /// The degrees of freedom.
    public let degreesOfFreedom: Int
    /// The chance of a statistic at least as large where rows and columns are independent.
    public let pValue: Double
    /// The strength of the association, from 0 to 1.
    public let cramersV: Double

    /// Tests `counts` (rows of equal length). Rows and columns without any count are left out; nil where fewer than two of
    /// either are left.
    public init?(counts: [[Int]]) {
        let rows = counts.filter { $0.contains { $0 > 0 } }
        guard let width = rows.first?.count else { return nil }
        let columns = (0..<width).filter { column in rows.contains { $0[column] > 0 } }
        guard rows.count > 1, columns.count > 1 else { return nil }
        let rowSums = rows.map { Double($0.reduce(0, +)) }
        let columnSums = columns.map { column in Double(rows.reduce(0) { $0 + $1[column] }) }
        let total = rowSums.reduce(0, +)
        var statistic = 0.0
        for (row, rowSum) in zip(rows, rowSums) {
            for (column, columnSum) in zip(columns, columnSums) {
                let expected = rowSum * columnSum / total
                let difference = Double(row[column]) - expected
                statistic += difference * difference / expected
            }
        }
        self.statistic = statistic
        degreesOfFreedom = (rows.count - 1) * (columns.count - 1)
        pValue = chiSquareTail(statistic, degreesOfFreedom: degreesOfFreedom)
        cramersV = (statistic / (total * Double(min(rows.count, columns.count) - 1))).squareRoot()
    }
}

/// Returns the chance that a chi-square variable exceeds `statistic`.
public func chiSquareTail(_ statistic: Double, degreesOfFreedom: Int) -> Double {
    upperGamma(Double(degreesOfFreedom) / 2, statistic / 2)
}

/// The regularised upper incomplete gamma function Q(a, x): a series below a + 1, Lentz's continued fraction above it.
func upperGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0, a > 0 else { return 1 }
    let scale = exp(a * log(x) - x - lgamma(a))
    if x < a + 1 {
        var term = 1 / a
        var sum = term
        var denominator = a
        for _ in 0..<10_000 {
            denominator += 1
            term *= x / denominator
            sum += term
            if abs(term) < abs(sum) * 1e-16 { break }
        }
        return min(1, max(0, 1 - sum * scale))
    }
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1..<10_000 {
        let an = -Double(step) * (Double(step) - a)
        b += 2
        d = an * d + b
        if abs(d) < tiny { d = tiny }
        c = b + an / c
        if abs(c) < tiny { c = tiny }
        d = 1 / d
        fraction *= d * c
        if abs(d * c - 1) < 1e-15 { break }
    }
    return min(1, max(0, fraction * scale))
}
