#if canImport(Glibc)
    import Glibc
#endif

/// A weighted mean of pixels at fixed distances.
package struct WeightedTaps: Sendable {
    /// Where the pixels are, seen from the one that becomes their mean.
    package let taps: [(column: Int, row: Int)]
    /// Their weights in 1/256, which sum to 256.
    package let weights: [UInt16]

    /// The mean of `length` neighbours on a line at an angle, as a camera makes it that moves.
    static func motion(length: Int, degrees: Double) -> WeightedTaps {
        let angle = degrees * .pi / 180
        let taps = (0..<length).map { tap in
            let distance = Double(tap) - Double(length - 1) / 2
            return (column: Int((distance * cos(angle)).rounded()), row: Int((distance * sin(angle)).rounded()))
        }
        var weights = [UInt16](repeating: UInt16(256 / length), count: length)
        weights[length / 2] += UInt16(256 % length)
        return WeightedTaps(taps: taps, weights: weights)
    }

    /// A Gaussian of `sigma` pixels, cut off at three sigma: along columns, and then along rows.
    static func gaussian(sigma: Double) -> [WeightedTaps] {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let total = raw.reduce(0, +)
        // The differences of rounded sums: together they are 256 exactly.
        var (sum, weights) = (0.0, [UInt16]())
        for value in raw {
            let before = (sum / total * 256).rounded()
            sum += value
            weights.append(UInt16((sum / total * 256).rounded() - before))
        }
        let line = Array(-radius...radius)
        return [
            WeightedTaps(taps: line.map { (column: 0, row: $0) }, weights: weights),
            WeightedTaps(taps: line.map { (column: $0, row: 0) }, weights: weights),
        ]
    }

    func callAsFunction(_ image: RGBImage) -> RGBImage {
        LineFilter(taps: taps).weightedMean(of: image, weights: weights)
    }
}

extension RGBImage {
    /// Averages `length` neighbours on a line at an angle, as a camera does that moves.
    func motionBlurred(length: Int, degrees: Double) -> RGBImage {
        WeightedTaps.motion(length: length, degrees: degrees)(self)
    }

    /// Replaces every value by the median of the `side` x `side` values around it; `side` is 3 or 5.
    func medianBlurred(side: Int) -> RGBImage {
        let reach = side / 2
        return LineFilter(
            taps: (-reach...reach).flatMap { row in (-reach...reach).map { (column: $0, row: row) } }
        ).median(of: self)
    }

    /// Blurs with a Gaussian of `sigma` pixels, cut off at three sigma, first along columns and then along rows.
    public func blurred(sigma: Double) -> RGBImage {
        WeightedTaps.gaussian(sigma: sigma).reduce(self) { $1($0) }
    }
}
