#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SeededGenerator {
    /// Draws a number from [0, 1).
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Draws a number from [`range.lowerBound`, `range.upperBound`).
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Draws a whole number from 0 to `bound` - 1, without bias (Lemire, 2019). `bound` must be positive.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "a bound must be positive")
        return Int(next(upperBound: UInt64(bound)))
    }

    /// Returns true with the given probability.
    public mutating func chance(_ probability: Double) -> Bool {
        uniform() < probability
    }

    /// Draws from the normal distribution (Box and Muller, 1958).
    public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return mean + standardDeviation * radius * cos(2 * .pi * uniform())
    }

    /// Draws an index with a probability proportional to its weight. At least one weight must be positive.
    public mutating func index(weights: [Double]) -> Int {
        let total = weights.reduce(0, +)
        precondition(total > 0, "at least one weight must be positive")
        var remaining = uniform() * total
        for (index, weight) in weights.enumerated() {
            remaining -= weight
            if remaining < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }

    /// Returns 0 ..< `count` in random order (Fisher and Yates).
    public mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        guard count > 1 else { return order }
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, integer(below: last + 1))
        }
        return order
    }
}
