import Randomness

/// Smooth random values over the plane: standard normal at the knots of a lattice, blended in between.
struct NoiseField {
    private let columns: Int
    private let knots: [Float]

    /// Blending at a random place between knots shrinks the standard deviation to 26/35; this undoes it.
    private static let gain: Float = 35.0 / 26

    /// Covers 0 ..< `columns` by 0 ..< `rows` knot distances.
    init(columns: Int, rows: Int, generator: inout SeededGenerator) {
        self.columns = columns + 2
        knots = (0..<(columns + 2) * (rows + 2)).map { _ in Self.gain * Self.nearlyNormal(&generator) }
    }

    /// The sum of four 16-bit numbers, scaled to variance 1.
    private static func nearlyNormal(_ generator: inout SeededGenerator) -> Float {
        let bits = generator.next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Float(sum) - 131_070) * (1 / 37_837.2)
    }

    /// The value at a point, in knot distances from the origin; the point must lie inside.
    @inline(__always)
    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let (column, row) = (Int(x), Int(y))
        let (fractionX, fractionY) = (x - Float(column), y - Float(row))
        let across = fractionX * fractionX * (3 - 2 * fractionX)
        let down = fractionY * fractionY * (3 - 2 * fractionY)
        let start = row * columns + column
        return knots.withUnsafeBufferPointer { knots in
            let top = knots[start] + across * (knots[start + 1] - knots[start])
            let bottom = knots[start + columns] + across * (knots[start + columns + 1] - knots[start + columns])
            return top + down * (bottom - top)
        }
    }
}
