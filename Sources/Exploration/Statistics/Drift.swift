import Foundation

/// How far two samples of one column lie apart.
enum SampleDistance {
    /// The two-sample Kolmogorov-Smirnov statistic, the largest distance between the distributions, with its asymptotic
    /// p-value.
    static func kolmogorovSmirnov(_ first: [Double], _ second: [Double]) -> (statistic: Double, pValue: Double)? {
        let a = RowOrder(first).rows.map { first[Int($0)] }
        let b = RowOrder(second).rows.map { second[Int($0)] }
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var (i, j, distance) = (0, 0, 0.0)
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            distance = max(distance, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
        }
        let size = Double(a.count) * Double(b.count) / Double(a.count + b.count)
        return (distance, kolmogorovTail(size.squareRoot() * distance))
    }

    /// The chance that Kolmogorov's limit distribution exceeds `x`.
    static func kolmogorovTail(_ x: Double) -> Double {
        guard x > 0 else { return 1 }
        var sum = 0.0
        if x < 1.18 {
            // The other form of the theta function converges fast for small arguments.
            for k in 1...20 {
                let odd = Double(2 * k - 1) * .pi / x
                sum += exp(-odd * odd / 8)
            }
            return min(1, max(0, 1 - (2 * Double.pi).squareRoot() / x * sum))
        }
        for k in 1...100 {
            let term = exp(-2 * Double(k * k) * x * x)
            sum += k % 2 == 1 ? term : -term
        }
        return min(1, max(0, 2 * sum))
    }

    /// The population stability index of two sets of shares; shares below 0.0001 count as that much.
    static func stabilityIndex(_ reference: [Double], _ current: [Double]) -> Double {
        zip(reference, current).reduce(0) { sum, shares in
            let (r, c) = (max(shares.0, 1e-4), max(shares.1, 1e-4))
            return sum + (c - r) * log(c / r)
        }
    }

    /// The shares of `values` between the deciles of `reference`.
    static func decileShares(of values: [Double], deciles: [Double]) -> [Double] {
        var counts = [Int](repeating: 0, count: deciles.count + 1)
        var total = 0
        for value in values where value.isFinite {
            var bin = 0
            while bin < deciles.count, value > deciles[bin] { bin += 1 }
            counts[bin] += 1
            total += 1
        }
        return counts.map { total > 0 ? Double($0) / Double(total) : 0 }
    }
}
