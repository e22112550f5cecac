#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SeededGenerator {
    /// Draws how many of `trials` independent trials succeed, each with the given probability.
    ///
    /// Few expected successes are counted by inversion, many drawn by transformed rejection (Hörmann, 1993, algorithm BTRS);
    /// both are exact.
    public mutating func binomial(trials: Int, probability: Double) -> Int {
        precondition(trials >= 0 && probability >= 0 && probability <= 1, "not a binomial distribution")
        if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
        if trials == 0 || probability == 0 { return 0 }
        return Double(trials) * probability < 10
            ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
    }

    /// Adds up the waiting times between successes, which are geometric.
    private mutating func binomialByInversion(_ trials: Int, _ probability: Double) -> Int {
        let logFailure = log1p(-probability)
        var successes = 0
        var used = 0.0
        while true {
            used += (log(1 - uniform()) / logFailure).rounded(.down) + 1
            if used > Double(trials) { return successes }
            successes += 1
        }
    }

    private mutating func binomialByRejection(_ trials: Int, _ probability: Double) -> Int {
        let n = Double(trials)
        let odds = probability / (1 - probability)
        let deviation = (n * probability * (1 - probability)).squareRoot()
        let b = 1.15 + 2.53 * deviation
        let a = -0.0873 + 0.0248 * b + 0.01 * probability
        let center = n * probability + 0.5
        let accepted = 0.92 - 4.2 / b
        let alpha = (2.83 + 5.1 / b) * deviation
        let mode = ((n + 1) * probability).rounded(.down)
        while true {
            let u = uniform() - 0.5
            let v = uniform()
            let edge = 0.5 - abs(u)
            let k = ((2 * a / edge + b) * u + center).rounded(.down)
            if edge >= 0.07 && v <= accepted { return Int(k) }
            if k < 0 || k > n { continue }
            // The probability of k as a multiple of the mode's.
            let bound =
                logFactorial(mode) + logFactorial(n - mode) - logFactorial(k) - logFactorial(n - k)
                + (k - mode) * log(odds)
            if log(v * alpha / (a / (edge * edge) + b)) <= bound { return Int(k) }
        }
    }
}

private func logFactorial(_ value: Double) -> Double {
    lgamma(value + 1)
}
