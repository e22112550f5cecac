import Foundation
import Imaging
import Randomness

/// A crop drawn from shapes of known geometry, in millimetres from the crop's middle, with smooth edges.
struct Scene {
    typealias Colour = SIMD3<Double>
    typealias Point = SIMD2<Double>

    var side = 130
    var fieldOfView = 15.0
    var skin: @Sendable (Point) -> Colour = { _ in Scene.skinColour }
    /// What is painted on the skin, one after the other.
    var layers: [@Sendable (Point) -> Colour?] = []
    /// The standard deviation of the noise of every channel, in levels.
    var noise = 1.5
    /// Rows of black at the lower end.
    var blackRows = 0

    static let skinColour = Colour(205, 160, 135)
    static let lesionColour = Colour(120, 75, 60)

    var pixelsPerMillimetre: Double { Double(side) / fieldOfView }

    /// An ellipse with its axes, in millimetres, and the angle of the longer one in degrees.
    static func ellipse(
        long: Double,
        short: Double,
        angle: Double = 0,
        at centre: Point = .zero,
        colour: @escaping @Sendable (Point) -> Colour = { _ in Scene.lesionColour }
    ) -> @Sendable (Point) -> Colour? {
        let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
        return { point in
            let p = point - centre
            let (u, v) = ((p.x * c + p.y * s) / (long / 2), (-p.x * s + p.y * c) / (short / 2))
            return u * u + v * v <= 1 ? colour(Point(u, v)) : nil
        }
    }

    /// A straight hair through a point.
    static func hair(through point: Point, angle: Double, width: Double = 0.15) -> @Sendable (Point) -> Colour? {
        let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
        return { p in abs(-(p.x - point.x) * s + (p.y - point.y) * c) <= width / 2 ? Colour(45, 35, 30) : nil }
    }

    /// The crop: every pixel is the mean of 36 points, plus noise.
    func drawn(seed: UInt64 = 1) -> RGBImage {
        var generator = SeededGenerator(seed: seed)
        let points = 6
        var pixels: [UInt8] = []
        for row in 0..<side {
            for column in 0..<side {
                if row >= side - blackRows {
                    pixels += [0, 0, 0]
                    continue
                }
                var sum = Colour.zero
                for part in 0..<points * points {
                    let x = Double(column) + (Double(part % points) + 0.5) / Double(points)
                    let y = Double(row) + (Double(part / points) + 0.5) / Double(points)
                    let place = (Point(x, y) / Double(side) - 0.5) * fieldOfView
                    sum += layers.reversed().lazy.compactMap { $0(place) }.first ?? skin(place)
                }
                let mean = sum / Double(points * points)
                for channel in 0..<3 {
                    let value = mean[channel] + noise * generator.normal()
                    pixels.append(UInt8(min(255, max(0, value.rounded()))))
                }
            }
        }
        return RGBImage(width: side, height: side, pixels: pixels)
    }
}
