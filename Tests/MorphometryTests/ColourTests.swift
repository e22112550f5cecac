import Foundation
import Imaging
import TestSupport
import Testing

@testable import Morphometry

struct ColourTests {
    /// Colours and their CIELAB values by scikit-image (`make_lab.py`).
    private struct Golden: Decodable {
        let rgb: [[UInt8]]
        let lab: [[Double]]
    }

    @Test func `Colours are those of scikit-image`() throws {
        let url = Places.fixture("Morphometry/lab.json")
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
        CIELab.shared.withTables { tables in
            for (rgb, lab) in zip(golden.rgb, golden.lab) {
                let actual = tables.lab(rgb[0], rgb[1], rgb[2])
                for channel in 0..<3 {
                    #expect(Tolerance(absolute: 0.03).accepts(Double(actual[channel]), lab[channel]), "\(rgb)")
                }
            }
        }
    }

    @Test func `Four pixels at once have the colours of each, and say which are clipped`() {
        let pixels: [UInt8] = [10, 20, 30, 0, 90, 200, 128, 255, 3, 254, 1, 77]
        CIELab.shared.withTables { tables in
            let four = pixels.withUnsafeBufferPointer { $0.baseAddress.map(tables.four) }
            for pixel in 0..<4 {
                let lab = tables.lab(pixels[3 * pixel], pixels[3 * pixel + 1], pixels[3 * pixel + 2])
                #expect(four?.lightness[pixel] == lab.x && four?.a[pixel] == lab.y && four?.b[pixel] == lab.z)
                #expect(four?.isClipped[pixel] == (pixel == 1 || pixel == 2))
            }
        }
    }

    private func lab(_ colour: Scene.Colour) -> SIMD4<Double> {
        SIMD4<Double>(
            CIELab.shared.withTables {
                $0.lab(UInt8(colour.x), UInt8(colour.y), UInt8(colour.z))
            }
        )
    }

    @Test func `Inside and outside have the colours that were drawn`() {
        let measured = Measured(Scene(layers: [Scene.ellipse(long: 5, short: 4)], noise: 1))
        let (lesion, skin) = (lab(Scene.lesionColour), lab(Scene.skinColour))
        for (name, expected) in [("L", lesion.x), ("A", lesion.y), ("B", lesion.z)] {
            // Pixels on the border are mixtures.
            #expect(Tolerance(absolute: 2).accepts(measured[name], expected), "\(name)")
        }
        for (name, expected) in [("Lext", skin.x), ("Aext", skin.y), ("Bext", skin.z)] {
            #expect(Tolerance(absolute: 0.3).accepts(measured[name], expected), "\(name)")
        }
        #expect(Tolerance(absolute: 1e-4).accepts(measured["deltaL"], measured["L"] - measured["Lext"]))
        #expect(Tolerance(absolute: 1e-3).accepts(measured["C"], hypot(measured["A"], measured["B"])))
        #expect(measured["color_count"] == 1)
    }

    @Test func `Halves of two colours are asymmetric across the seam only`() {
        let dark = Scene.Colour(70, 45, 40)
        let light = Scene.Colour(150, 90, 70)
        let measured = Measured(
            Scene(layers: [Scene.ellipse(long: 6, short: 4) { $0.x < 0 ? dark : light }])
        )
        let (first, second) = (lab(dark), lab(light))
        let distance = ((first - second) * (first - second)).sum().squareRoot()
        #expect(Tolerance(relative: 0.15).accepts(measured["colour_asymmetry_minor"], distance))
        #expect(measured["colour_asymmetry_major"] < 0.12 * distance)
        #expect(measured["stdL"] > 0.35 * distance)
        #expect(measured["color_entropy"] > 0.9)
    }

    @Test func `A dark middle shows in the radial difference`() {
        let bull = Scene(layers: [
            Scene.ellipse(long: 6, short: 6) { _ in Scene.Colour(165, 105, 85) },
            Scene.ellipse(long: 3, short: 3) { _ in Scene.Colour(80, 50, 45) },
        ])
        let plain = Scene(layers: [Scene.ellipse(long: 6, short: 6)])
        #expect(Measured(bull)["radial_L"] > 15)
        #expect(abs(Measured(plain)["radial_L"]) < 5)
    }

    @Test func `A sharp border is sharper than a soft one, and one soft side makes it uneven`() {
        func rim(_ width: @escaping @Sendable (Scene.Point) -> Double) -> Scene {
            Scene(layers: [
                { p in
                    let radius = (p.x * p.x + p.y * p.y).squareRoot()
                    let share = min(1, max(0, (2.5 + width(p) / 2 - radius) / width(p)))
                    return Scene.skinColour + (Scene.lesionColour - Scene.skinColour) * share
                }
            ])
        }
        let sharp = Measured(rim { _ in 0.1 })
        let soft = Measured(rim { _ in 1.5 })
        let uneven = Measured(rim { $0.x < 0 ? 0.1 : 1.5 })
        #expect(sharp["border_sharpness"] > 1.5 * soft["border_sharpness"])
        #expect(uneven["border_sharpness_sd"] > 2 * sharp["border_sharpness_sd"])
        #expect(Tolerance(relative: 0.06).accepts(soft["major_axis_mm"], sharp["major_axis_mm"]))
    }

    @Test func `The catalogue names each column once and describes it`() {
        #expect(Set(PixelMeasurement.names).count == PixelMeasurement.names.count)
        for measurement in PixelMeasurement.all {
            #expect(measurement.name.hasPrefix("px_"))
            #expect(!measurement.formula.isEmpty && !measurement.unit.isEmpty && !measurement.source.isEmpty)
        }
        for criterion in PixelMeasurement.Criterion.allCases {
            #expect(PixelMeasurement.all.contains { $0.criterion == criterion })
        }
    }
}
