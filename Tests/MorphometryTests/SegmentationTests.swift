import Foundation
import Imaging
import TestSupport
import Testing

@testable import Morphometry

struct SegmentationTests {
    private let lesion = Scene.ellipse(long: 5, short: 3.5, angle: 30)
    private let plain = Measured(Scene(layers: [Scene.ellipse(long: 5, short: 3.5, angle: 30)]))

    @Test(arguments: [0.0, 1.5, 4.0])
    func `Nothing on the skin is said to be nothing`(noise: Double) {
        let measured = Measured(Scene(noise: noise))
        #expect(measured["no_lesion"] == 1)
        #expect(measured.outline == nil)
        #expect(measured["area_mm2"].isNaN && measured["L"].isNaN)
        #expect(measured["skin_L"].isFinite && measured["ring0_deltaL"].isFinite)
    }

    @Test func `A shadow is not a lesion`() {
        let shadow = Scene(skin: { Scene.skinColour * (1 - 0.03 * ($0.x + $0.y)) })
        #expect(Measured(shadow)["no_lesion"] == 1)
    }

    @Test(arguments: [0.01, 0.03])
    func `A shadow does not move the outline`(slope: Double) {
        let scene = Scene(
            skin: { Scene.skinColour * (1 - slope * ($0.x + $0.y)) },
            layers: [Scene.ellipse(long: 5, short: 3.5, angle: 30)]
        )
        let measured = Measured(scene)
        #expect(Tolerance(relative: 0.06).accepts(measured["area_mm2"], plain["area_mm2"]))
    }

    @Test func `Hair is seen and does not move the outline`() {
        let hairs = [(-3.0, 20.0), (0.5, 100), (2, 60), (-1, 140)].map {
            Scene.hair(through: [$0.0, 0.4 * $0.0], angle: $0.1)
        }
        let measured = Measured(Scene(layers: [lesion] + hairs))
        #expect(measured["hair_share"] > 0.04)
        #expect(plain["hair_share"] < 0.005)
        #expect(Tolerance(relative: 0.1).accepts(measured["area_mm2"], plain["area_mm2"]))
        #expect(Tolerance(absolute: 1.5).accepts(measured["L"], plain["L"]))
    }

    @Test func `Hair alone is no lesion`() {
        let hairs = [(-3.0, 80.0), (0.5, 100), (4, 95)].map { Scene.hair(through: [$0.0, 1], angle: $0.1) }
        #expect(Measured(Scene(layers: hairs))["no_lesion"] == 1)
    }

    @Test func `Of two lesions the central one is measured, and the other counted`() {
        let other = Scene.ellipse(long: 4, short: 4, at: [5, -4]) { _ in Scene.Colour(90, 50, 45) }
        let measured = Measured(Scene(layers: [lesion, other]))
        #expect(Tolerance(relative: 0.05).accepts(measured["area_mm2"], plain["area_mm2"]))
        #expect(measured["spot_count"] == 1)
        #expect(plain["spot_count"] == 0)
        #expect(measured["spot_share"] > 0.04)
    }

    @Test func `A black border of the photograph is left out`() {
        let measured = Measured(Scene(layers: [lesion], blackRows: 26))
        #expect(Tolerance(relative: 0.03).accepts(measured["area_mm2"], plain["area_mm2"]))
        #expect(Tolerance(absolute: 0.02).accepts(measured["padding_share"], 28.0 / 130))
        #expect(plain["padding_share"] == 0)
    }

    @Test func `A crop that is black all over has no measurements`() {
        let measured = Measured(RGBImage(width: 100, height: 100, red: 0, green: 0, blue: 0))
        #expect(measured["no_lesion"] == 1)
        #expect(measured.values.filter { !$0.value.isNaN }.map(\.key) == ["px_no_lesion"])
    }

    @Test(arguments: [(1, 1), (1, 400), (15, 90), (16, 16), (3_000, 20)])
    func `Images of any size are measured or refused without harm`(width: Int, height: Int) {
        let image = RGBImage(width: width, height: height, red: 200, green: 150, blue: 120)
        #expect(Measured(image)["no_lesion"] == 1)
    }

    @Test func `A hole in a lesion belongs to it`() {
        let ring = Scene(layers: [
            Scene.ellipse(long: 6, short: 6), Scene.ellipse(long: 2, short: 2) { _ in Scene.skinColour },
        ])
        #expect(Tolerance(relative: 0.05).accepts(Measured(ring)["area_mm2"], .pi * 9))
    }

    @Test func `A lesion that is cut by the crop says so`() {
        let cut = Scene(layers: [Scene.ellipse(long: 9, short: 5, at: [4, 0])])
        #expect(Measured(cut)["edge_share"] > 0.05)
        #expect(plain["edge_share"] == 0)
    }

    @Test func `Blur and clipped colours show`() {
        let sharp = Scene(noise: 4).drawn()
        let blurred = sharp.resized(width: 30, height: 30).resized(width: 130, height: 130)
        #expect(Measured(blurred)["detail"] < 0.3 * Measured(sharp)["detail"])
        let bright = Scene(skin: { _ in Scene.Colour(255, 240, 230) }, noise: 0).drawn()
        #expect(Measured(bright)["clipped_share"] == 1)
    }

    @Test func `The outline is drawn on the crop`() throws {
        let image = Scene(layers: [lesion]).drawn()
        let outline = try #require(Measured(image).outline)
        let drawing = outline.drawn(on: image, side: 260)
        let green = (0..<260 * 260).count { drawing[$0 % 260, $0 / 260] == (0, 255, 60) }
        // The perimeter of the ellipse in pixels of the drawing.
        #expect(Tolerance(relative: 0.3).accepts(Double(green), 13.5 * 260 / 15))
    }
}
