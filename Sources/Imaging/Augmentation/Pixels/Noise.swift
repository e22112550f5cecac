import Randomness

extension RGBImage {
    /// Adds noise that is close to normal to every channel of every pixel.
    ///
    /// A normal deviate is the sum of the eight bytes of 64 random bits (Irwin and Hall): its tails end at 4.9 standard
    /// deviations, and it needs no logarithm and no cosine.
    mutating func addNoise(standardDeviation: Double, generator: inout SeededGenerator) {
        // Eight bytes have the mean 8 * 127.5 and the variance 8 * (256^2 - 1) / 12.
        let mean = 1020
        let deviation = (8.0 * 65_535 / 12).squareRoot()
        let fractionBits = 16
        let factor = Int((standardDeviation / deviation * Double(1 << fractionBits)).rounded())
        let half = 1 << (fractionBits - 1)
        withMutablePixels { pixels in
            for position in pixels.indices {
                let change = ((Self.byteSum(generator.next()) - mean) * factor + half) >> fractionBits
                pixels[position] = UInt8(min(max(Int(pixels[position]) + change, 0), 255))
            }
        }
    }

    /// Adds the eight bytes of `bits`: pairs within 16-bit lanes, then all lanes by one multiplication.
    @inline(__always)
    private static func byteSum(_ bits: UInt64) -> Int {
        let lanes: UInt64 = 0x00FF_00FF_00FF_00FF
        let pairs = (bits & lanes) &+ ((bits >> 8) & lanes)
        return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }
}
