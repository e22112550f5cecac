#if canImport(Glibc)
    import Glibc
#endif

extension RGBImage {
    /// Averages `length` neighbours on a line at an angle, as a camera does that moves.
    func motionBlurred(length: Int, degrees: Double) -> RGBImage {
        let angle = degrees * .pi / 180
        let taps = (0..<length).map { tap in
            let distance = Double(tap) - Double(length - 1) / 2
            return (column: Int((distance * cos(angle)).rounded()), row: Int((distance * sin(angle)).rounded()))
        }
        var weights = [UInt16](repeating: UInt16(256 / length), count: length)
        weights[length / 2] += UInt16(256 % length)
        return LineFilter(taps: taps).weightedMean(of: self, weights: weights)
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
        let vertical = LineFilter(taps: line.map { (column: 0, row: $0) }).weightedMean(of: self, weights: weights)
        return LineFilter(taps: line.map { (column: $0, row: 0) }).weightedMean(of: vertical, weights: weights)
    }
}
