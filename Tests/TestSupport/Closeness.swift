#if canImport(Glibc)
    import Glibc
#endif

/// How far a number may lie from its reference: `|actual - expected| <= absolute + relative * |expected|`.
///
/// The one tolerance of all numeric tests. NaN is close to NaN only, and an infinity only to itself.
public struct Tolerance: Sendable {
    let absolute: Double
    let relative: Double

    /// Allows `absolute` plus `relative` times the size of the reference. Both must not be negative.
    public init(absolute: Double = 0, relative: Double = 0) {
        precondition(absolute >= 0 && relative >= 0, "a tolerance is never negative")
        self.absolute = absolute
        self.relative = relative
    }

    /// Returns whether `actual` is close enough to `expected`.
    public func accepts(_ actual: Double, _ expected: Double) -> Bool {
        if actual.isNaN || expected.isNaN { return actual.isNaN && expected.isNaN }
        if actual == expected { return true }
        return abs(actual - expected) <= absolute + relative * abs(expected)
    }

    /// Returns the first position where two lists differ by more than the tolerance, said in words, or nil.
    public func firstDifference<Values: Collection, References: Collection>(
        _ actual: Values,
        _ expected: References
    ) -> String? where Values.Element: BinaryFloatingPoint, References.Element: BinaryFloatingPoint {
        guard actual.count == expected.count else { return "\(actual.count) values, expected \(expected.count)" }
        for (position, pair) in zip(actual, expected).enumerated() where !accepts(Double(pair.0), Double(pair.1)) {
            return "at \(position): \(pair.0), expected \(pair.1)"
        }
        return nil
    }
}

/// Returns the largest distance between two lists, as a share of the largest reference magnitude.
public func largestRelativeError<Values: Collection, References: Collection>(
    _ actual: Values,
    _ expected: References
) -> Double where Values.Element: BinaryFloatingPoint, References.Element: BinaryFloatingPoint {
    guard actual.count == expected.count else { return .infinity }
    let scale = expected.reduce(0) { max($0, abs(Double($1))) }
    let distance = zip(actual, expected).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
    return scale > 0 ? distance / scale : distance
}
