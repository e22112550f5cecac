import Randomness

/// Noise that is close to normal.
///
/// A normal deviate is the sum of the eight bytes of 64 random bits (Irwin and Hall): its tails end at 4.9 standard
/// deviations, and it needs no logarithm and no cosine.
struct Noise {
    // Eight bytes have the mean 8 * 127.5 and the variance 8 * (256^2 - 1) / 12.
    private static let mean = 1020
    private static let deviation = (8.0 * 65_535 / 12).squareRoot()
    private static let fractionBits = 16
    private let factor: Int

    /// Makes noise of a standard deviation in levels of 255, at most 128.
    init(standardDeviation: Double) {
        factor = Int((standardDeviation / Self.deviation * Double(1 << Self.fractionBits)).rounded())
    }

    /// What is added to a byte, from 64 random bits: at most 625 levels either way.
    @inline(__always)
    func change(_ bits: UInt64) -> Int {
        ((Self.byteSum(bits) - Self.mean) * factor + (1 << (Self.fractionBits - 1))) >> Self.fractionBits
    }

    /// Adds the eight bytes of `bits`: pairs within 16-bit lanes, then all lanes by one multiplication.
    @inline(__always)
    private static func byteSum(_ bits: UInt64) -> Int {
        let lanes: UInt64 = 0x00FF_00FF_00FF_00FF
        let pairs = (bits & lanes) &+ ((bits >> 8) & lanes)
        return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }
}

extension RGBImage {
    /// Adds noise to every channel of every pixel.
    mutating func addNoise(standardDeviation: Double, generator: inout SeededGenerator) {
        let noise = Noise(standardDeviation: standardDeviation)
        withMutablePixels { pixels in
            for position in pixels.indices {
                let change = noise.change(generator.next())
                pixels[position] = UInt8(min(max(Int(pixels[position]) + change, 0), 255))
            }
        }
    }
}
