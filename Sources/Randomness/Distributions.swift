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

    /// Draws from the gamma distribution of scale 1 (Marsaglia and Tsang, 2000). `shape` must be positive.
    public mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0, "a shape must be positive")
        // Below 1 it is drawn one shape higher and pulled down.
        guard shape >= 1 else { return gamma(shape: shape + 1) * pow(1 - uniform(), 1 / shape) }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let deviate = normal()
            let cube = 1 + c * deviate
            guard cube > 0 else { continue }
            let v = cube * cube * cube
            if log(1 - uniform()) < 0.5 * deviate * deviate + d - d * v + d * log(v) { return d * v }
        }
    }

    /// Draws from the beta distribution on [0, 1]. Both parameters must be positive.
    public mutating func beta(_ alpha: Double, _ beta: Double) -> Double {
        let (first, second) = (gamma(shape: alpha), gamma(shape: beta))
        // With tiny parameters both may round to zero.
        return first + second > 0 ? first / (first + second) : 0.5
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
