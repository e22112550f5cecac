#if canImport(Glibc)
    import Glibc
#endif

extension RGBImage {
    /// Blurs with a Gaussian of `sigma` pixels, cut off at three sigma; outside the image its border is repeated.
    public func blurred(sigma: Double) -> RGBImage {
        let weights = Self.gaussianWeights(sigma: sigma)
        return blurredVertically(weights).viewed(as: .transpose).blurredVertically(weights).viewed(as: .transpose)
    }

    private static let fractionBits = Int32(15)

    /// Fixed-point weights that sum to exactly one.
    private static func gaussianWeights(sigma: Double) -> [Int32] {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let total = raw.reduce(0, +)
        let one = Double(1 << fractionBits)
        var weights = raw.map { Int32(($0 / total * one).rounded()) }
        weights[radius] += Int32(one) - weights.reduce(0, +)
        return weights
    }

    private func blurredVertically(_ weights: [Int32]) -> RGBImage {
        let radius = weights.count / 2
        let rowCount = width * 3
        return RGBImage(width: width, height: height) { output in
            pixels.withUnsafeBufferPointer { input in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowCount) { sums in
                    for row in 0..<height {
                        sums.initialize(repeating: 1 << (Self.fractionBits - 1))
                        for (tap, weight) in weights.enumerated() {
                            let source = min(max(row + tap - radius, 0), height - 1) * rowCount
                            for offset in 0..<rowCount {
                                sums[offset] &+= Int32(input[source + offset]) &* weight
                            }
                        }
                        for offset in 0..<rowCount {
                            output[row * rowCount + offset] = UInt8(
                                truncatingIfNeeded: sums[offset] >> Self.fractionBits
                            )
                        }
                    }
                }
            }
        }
    }
}
