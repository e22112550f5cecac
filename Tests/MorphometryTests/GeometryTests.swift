import Foundation
import Imaging
import TestSupport
import Testing

@testable import Morphometry

/// Shapes of known size. A crop of 130 pixels shows 15 mm, so a pixel is 0.115 mm.
struct GeometryTests {
    private let pixel = 15.0 / 130

    @Test(arguments: [1.5, 2.5, 4.0, 7.0])
    func `A disc has its diameter and area`(diameter: Double) {
        let measured = Measured(Scene(layers: [Scene.ellipse(long: diameter, short: diameter)]))
        #expect(measured.found)
        // The border may be off by half a pixel, so that a diameter is off by a whole one.
        #expect(Tolerance(absolute: pixel).accepts(measured["long_diameter_mm"], diameter))
        #expect(Tolerance(absolute: pixel).accepts(measured["major_axis_mm"], diameter))
        #expect(Tolerance(absolute: pixel).accepts(measured["minor_axis_mm"], diameter))
        let area = Double.pi / 4 * diameter * diameter
        #expect(Tolerance(absolute: pixel / 2 * .pi * diameter).accepts(measured["area_mm2"], area))
        #expect(Tolerance(absolute: 2 * pixel, relative: 0.04).accepts(measured["perimeter_mm"], .pi * diameter))
        #expect(measured["shape_asymmetry"] < 0.12)
        #expect(measured["offset_mm"] < pixel)
    }

    @Test(arguments: [0.0, 30, 45, 80, 120, 165])
    func `An ellipse has its axes, angle and eccentricity`(angle: Double) {
        let measured = Measured(Scene(layers: [Scene.ellipse(long: 6, short: 3, angle: angle)]))
        #expect(Tolerance(absolute: pixel).accepts(measured["major_axis_mm"], 6))
        #expect(Tolerance(absolute: pixel).accepts(measured["minor_axis_mm"], 3))
        #expect(Tolerance(absolute: 1.5 * pixel).accepts(measured["long_diameter_mm"], 6))
        #expect(Tolerance(absolute: 2 * pixel).accepts(measured["short_diameter_mm"], 3))
        let turn = abs(measured["axis_angle"] - angle)
        #expect(min(turn, 180 - turn) < 3)
        #expect(Tolerance(absolute: 0.02).accepts(measured["eccentricity"], 0.75.squareRoot()))
        #expect(measured["shape_asymmetry"] < 0.12)
        #expect(measured["solidity"] > 0.93)
        // Ramanujan's perimeter of an ellipse of 6 x 3.
        #expect(Tolerance(relative: 0.05).accepts(measured["perimeter_mm"], 14.532))
        #expect(Tolerance(relative: 0.1).accepts(measured["perimeter2_area"], 14.532 * 14.532 / 14.137))
    }

    @Test(arguments: [90, 130, 220, 640])
    func `Millimetres do not depend on the resolution`(side: Int) {
        let measured = Measured(Scene(side: side, layers: [Scene.ellipse(long: 5, short: 3, angle: 20)]))
        let pixel = 15.0 / Double(min(side, Morphometer.largestSide))
        #expect(Tolerance(absolute: pixel).accepts(measured["major_axis_mm"], 5))
        #expect(Tolerance(absolute: pixel).accepts(measured["minor_axis_mm"], 3))
    }

    @Test func `The field of view scales lengths`() {
        let image = Scene(layers: [Scene.ellipse(long: 5, short: 5)]).drawn()
        let near = Measured(image)
        let far = Measured(image, fieldOfView: 30)
        #expect(Tolerance(relative: 0.03).accepts(far["major_axis_mm"], 2 * near["major_axis_mm"]))
    }

    @Test(arguments: TestTimeView.allCases)
    func `A turned or mirrored crop has the same measurements`(view: TestTimeView) {
        let layers = [Scene.ellipse(long: 5, short: 3, angle: 25), Scene.ellipse(long: 2, short: 2, at: [1, 1])]
        let image = Scene(side: 121, layers: layers).drawn()
        let upright = Measured(image)
        let viewed = Measured(image.viewed(as: view))
        for name in ["area_mm2", "major_axis_mm", "perimeter_mm", "L", "Lext", "shape_asymmetry", "stdL"] {
            #expect(Tolerance(absolute: 0.02, relative: 0.02).accepts(viewed[name], upright[name]), "\(name)")
        }
    }

    @Test func `A shape whose halves differ is asymmetric about one axis only`() {
        // A drop: round at one end and pointed at the other, its long axis along the rows.
        let drop: @Sendable (Scene.Point) -> Scene.Colour? = { p in
            let t = (p.x + 3) / 6
            guard t > 0, t < 1 else { return nil }
            return abs(p.y) <= 1.6 * t.squareRoot() * (1 - t * t * t * t).squareRoot() ? Scene.lesionColour : nil
        }
        let measured = Measured(Scene(layers: [drop]))
        #expect(measured["shape_asymmetry_major"] < 0.06)
        #expect(measured["shape_asymmetry_minor"] > 0.1)
    }

    @Test func `A ragged border is less compact than a smooth one`() {
        let star: @Sendable (Scene.Point) -> Scene.Colour? = { p in
            let radius = 2.5 + 0.6 * sin(9 * atan2(p.y, p.x))
            return p.x * p.x + p.y * p.y <= radius * radius ? Scene.lesionColour : nil
        }
        let ragged = Measured(Scene(layers: [star]))
        let smooth = Measured(Scene(layers: [Scene.ellipse(long: 5, short: 5)]))
        #expect(ragged["perimeter2_area"] > 1.3 * smooth["perimeter2_area"])
        #expect(ragged["compactness"] < 0.75)
        #expect(smooth["compactness"] > 0.9)
        #expect(ragged["solidity"] < smooth["solidity"] - 0.05)
    }
}
