import Foundation

/// Counts colours in cells of 8 CIELAB units a side.
struct ColourCells {
    /// How many colours a cell holds, by ``place(of:)``.
    private var counts = [Int32](repeating: 0, count: 16 * 32 * 32)
    /// The cells that hold any.
    private var taken: [Int32] = []
    private var total = 0.0

    /// Adds a colour of sRGB: L* from 0 to 100, a* and b* between -128 and 128.
    mutating func add(_ colour: SIMD4<Float>) {
        let place = Self.place(of: colour)
        if counts[place] == 0 { taken.append(Int32(place)) }
        counts[place] += 1
        total += 1
    }

    /// The entropy in bits.
    var entropy: Double {
        // In ascending order, so that the sum does not depend on which colour came first.
        let ascending = taken.map { counts[Int($0)] }.sorted()
        return -ascending.reduce(0) { $0 + Double($1) / total * log2(Double($1) / total) }
    }

    private static func place(of colour: SIMD4<Float>) -> Int {
        let parts = colour / 8
        // Adding 1.5 x 2^23 leaves the nearest whole number in the low bits; where that is above, the one before is meant.
        let rounded = parts + 12_582_912
        let whole = unsafeBitCast(rounded, to: SIMD4<Int32>.self) &- 0x4B40_0000
        let isAbove = unsafeBitCast((rounded - 12_582_912) .> parts, to: SIMD4<Int32>.self)
        let cell = whole &+ isAbove
        return (Int(cell.x) & 15) << 10 | (Int(cell.y) & 31) << 5 | Int(cell.z) & 31
    }
}
