extension Interval {
    /// The interval of a share by Wilson (1927): it never leaves 0 to 1 and works for rare events and small numbers.
    ///
    /// - Parameters:
    ///   - successes: how many of the trials succeeded.
    ///   - trials: the number of trials; without any the interval is 0 to 1.
    ///   - z: the normal quantile; 1.96 gives 95 %.
    public init(wilson successes: Int, of trials: Int, z: Double = 1.959963984540054) {
        guard trials > 0 else {
            self.init(low: 0, high: 1)
            return
        }
        let count = Double(trials)
        let share = Double(successes) / count
        let spread = z * z / count
        let centre = (share + spread / 2) / (1 + spread)
        let half = z / (1 + spread) * (share * (1 - share) / count + spread / (4 * count)).squareRoot()
        self.init(
            low: successes == 0 ? 0 : max(0, centre - half),
            high: successes == trials ? 1 : min(1, centre + half)
        )
    }
}
