import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// The outline of a lesion in its crop: an ellipse whose boundary waves.
///
/// Low harmonics carry the asymmetry of the row, high ones the raggedness of its border; the whole is scaled so that the
/// enclosed area is the row's.
struct LesionShape {
    /// In pixels from the top left corner.
    let centreX: Float
    let centreY: Float
    /// How wide the transition from skin to lesion is, as a share of the radius.
    let softness: Float

    private static let directionCount = 256
    private let cosine: Float
    private let sine: Float
    private let semiMajor: Float
    private let semiMinor: Float
    /// The radius of the boundary in every direction, as a share of the ellipse's.
    private let boundary: [Float]

    init(_ lesion: Lesion, side: Int, generator: inout SeededGenerator) {
        let pixelsPerMillimetre = Double(side) / CropPainter.fieldOfView
        let middle = Double(side - 1) / 2
        centreX = Float(middle + generator.normal(standardDeviation: 0.12) * pixelsPerMillimetre)
        centreY = Float(middle + generator.normal(standardDeviation: 0.12) * pixelsPerMillimetre)
        let angle = Double(lesion.asymmetryAngle) * .pi / 180
        cosine = Float(cos(angle))
        sine = Float(sin(angle))
        semiMajor = Float(lesion.longDiameter / 2 * pixelsPerMillimetre)
        semiMinor = Float(lesion.minorAxis / 2 * pixelsPerMillimetre)
        let edge = generator.uniform(in: 0.25...0.6)
        softness = Float(min(max(edge / (lesion.minorAxis / 2), 0.06), 0.6))
        boundary = Self.boundary(lesion, &generator)
    }

    private static func boundary(_ lesion: Lesion, _ generator: inout SeededGenerator) -> [Float] {
        let asymmetric = 0.35 * max(lesion.asymmetry - 0.1, 0)
        let ragged = 0.011 * lesion.normBorder
        let harmonics = [
            (order: 1.0, amplitude: asymmetric * 0.6), (3, asymmetric * 0.5), (2, ragged), (4, ragged * 0.9),
            (5, ragged * 0.9), (7, ragged * 0.7), (9, ragged * 0.5), (12, ragged * 0.35),
        ].map { (order: $0.order, amplitude: $0.amplitude, phase: generator.uniform() * 2 * .pi) }
        let radii = (0..<directionCount).map { step in
            let direction = 2 * Double.pi * Double(step) / Double(directionCount)
            return harmonics.reduce(1.0) { $0 + $1.amplitude * cos($1.order * direction + $1.phase) }
        }
        let ellipse = Double.pi / 4 * lesion.longDiameter * lesion.minorAxis
        let square = radii.reduce(0) { $0 + $1 * $1 } / Double(directionCount)
        let scale = (min(max(lesion.area / ellipse, 0.7), 1.4) / square).squareRoot()
        return radii.map { Float(max($0 * scale, 0.3)) }
    }

    /// Pixels beyond this distance from the centre are skin.
    var reach: Float { semiMajor * 1.4 * (1 + softness) + 1 }

    /// How far out a pixel lies: 0 in the centre, 1 on the boundary.
    @inline(__always)
    func radius(column: Int, row: Int) -> Float {
        let (dx, dy) = (Float(column) - centreX, Float(row) - centreY)
        let u = (cosine * dx + sine * dy) / semiMajor
        let v = (cosine * dy - sine * dx) / semiMinor
        let turn = atan2(v, u) * (1 / (2 * .pi)) + 1
        let direction = Int(turn * Float(Self.directionCount)) & (Self.directionCount - 1)
        return (u * u + v * v).squareRoot() / boundary[direction]
    }

    /// How much of the lesion's colour a pixel shows: 1 inside, 0 outside, one half on the boundary.
    @inline(__always)
    func weight(_ radius: Float) -> Float {
        let position = min(max((1 + softness - radius) / (2 * softness), 0), 1)
        return position * position * (3 - 2 * position)
    }

    /// The mean weight within the boundary: the colour is deepened by its inverse, so that the mean is the row's.
    var meanWeight: Float {
        let steps = 64
        let sum = (0..<steps).reduce(Float(0)) { sum, step in
            let radius = (Float(step) + 0.5) / Float(steps)
            return sum + 2 * radius * weight(radius)
        }
        return sum / Float(steps)
    }
}
