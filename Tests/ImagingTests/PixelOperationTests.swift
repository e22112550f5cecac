import Foundation
import Randomness
import TestSupport
import Testing

@testable import Imaging

/// Colour, noise, blurs and local contrast; golden values come from OpenCV (`Tests/Fixtures/Imaging/make_augmentation.py`).
@Suite struct PixelOperationTests {
    struct GoldenValues: Decodable {
        struct Plane: Decodable {
            struct Equalised: Decodable {
                let limit: Double
                let output: [UInt8]
            }
            struct Median: Decodable {
                let side: Int
                let output: [UInt8]
            }
            let width: Int
            let height: Int
            let input: [UInt8]
            let equalised: [Equalised]
            let medians: [Median]

            /// The plane as an image of greys.
            var image: RGBImage { RGBImage(width: width, height: height, pixels: input.flatMap { [$0, $0, $0] }) }
        }
        struct Lens: Decodable {
            let strength: Double
            let points: [[Double]]
        }
        let planes: [Plane]
        let lenses: [Lens]
    }

    private let image: RGBImage
    private let golden: GoldenValues

    init() throws {
        image = try Golden.image("pattern_61x61.ppm")
        let data = try Data(contentsOf: Places.fixture("Imaging/augmentation.json"))
        golden = try JSONDecoder().decode(GoldenValues.self, from: data)
    }

    @Test("Local contrast is OpenCV's CLAHE, level by level")
    func equalised() {
        for plane in golden.planes {
            for case let expected in plane.equalised {
                let contrast = LocalContrast(clipLimit: expected.limit)
                let output = contrast.equalised(plane.input, width: plane.width, height: plane.height)
                let difference = zip(output, expected.output).count { $0 != $1 }
                // The order of a few float operations may differ at a half.
                #expect(difference <= 3, "\(plane.width) x \(plane.height), limit \(expected.limit)")
                #expect(zip(output, expected.output).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
                // The luma of a grey is the grey.
                var grey = plane.image
                contrast.apply(to: &grey)
                #expect(grey.pixels == output.flatMap { [$0, $0, $0] })
            }
        }
    }

    @Test("Local contrast moves red, green and blue together")
    func keepsHue() {
        var equalised = image
        LocalContrast(clipLimit: 4).apply(to: &equalised)
        #expect(equalised != image)
        for index in 0..<61 * 61 {
            let changes = (0..<3).map { Int(equalised.pixels[3 * index + $0]) - Int(image.pixels[3 * index + $0]) }
            let free = (0..<3).filter { ![0, 255].contains(equalised.pixels[3 * index + $0]) }
            #expect(Set(free.map { changes[$0] }).count <= 1)
        }
    }

    @Test("The median is OpenCV's")
    func median() {
        for plane in golden.planes {
            for case let expected in plane.medians {
                let output = plane.image.medianBlurred(side: expected.side)
                #expect(output.pixels == expected.output.flatMap { [$0, $0, $0] }, "\(expected.side)")
            }
        }
    }

    @Test("A lens takes points from where OpenCV's does")
    func lens() {
        for lens in golden.lenses {
            for point in lens.points {
                let source = Distortion.optical(strength: lens.strength)(SIMD2(point[0], point[1]))
                #expect(Tolerance(absolute: 1e-6).accepts(source.x, point[2]))
                #expect(Tolerance(absolute: 1e-6).accepts(source.y, point[3]))
            }
        }
    }

    @Test("Motion blur spreads a dot along its line", arguments: [(3, 0.0), (5, 0), (5, 90), (5, 45)])
    func motion(length: Int, degrees: Double) {
        var dot = RGBImage(width: 21, height: 21, red: 0, green: 0, blue: 0)
        dot[10, 10] = (255, 255, 255)
        let blurred = dot.motionBlurred(length: length, degrees: degrees)
        let lit = (0..<21 * 21).filter { blurred.pixels[3 * $0] > 0 }.map { ($0 % 21 - 10, $0 / 21 - 10) }
        #expect(lit.allSatisfy { degrees == 0 ? $0.1 == 0 : degrees == 90 ? $0.0 == 0 : $0.0 == $0.1 })
        let total = blurred.pixels.reduce(0) { $0 + Int($1) }
        #expect(abs(total - 3 * 255) <= 3 * length)
        let constant = RGBImage(width: 9, height: 5, red: 7, green: 100, blue: 255)
        #expect(constant.motionBlurred(length: length, degrees: degrees) == constant)
    }

    @Test("Brightness shifts, contrast stretches around the mean")
    func light() {
        var brighter = RGBImage(width: 2, height: 1, pixels: [100, 100, 100, 120, 120, 120])
        ColourAdjustment(brightness: 0.1, contrast: 0, hueDegrees: 0, saturation: 0).apply(to: &brighter)
        // 10 % of 255 is 25.5, which rounds up.
        #expect(brighter.pixels == [126, 126, 126, 146, 146, 146])
        var stretched = RGBImage(width: 2, height: 1, pixels: [100, 100, 100, 120, 120, 120])
        ColourAdjustment(brightness: 0, contrast: 0.5, hueDegrees: 0, saturation: 0).apply(to: &stretched)
        #expect(stretched.pixels == [95, 95, 95, 125, 125, 125])
    }

    @Test("Hue and saturation leave grey alone; no saturation leaves only luma")
    func colour() {
        var grey = RGBImage(width: 1, height: 1, red: 90, green: 90, blue: 90)
        ColourAdjustment(brightness: 0, contrast: 0, hueDegrees: 33, saturation: 0.7).apply(to: &grey)
        #expect(grey.pixels == [90, 90, 90])
        var red = RGBImage(width: 1, height: 1, red: 200, green: 40, blue: 40)
        ColourAdjustment(brightness: 0, contrast: 0, hueDegrees: 0, saturation: -1).apply(to: &red)
        #expect(red.pixels == [74, 74, 74])
        var same = image
        ColourAdjustment(brightness: 0, contrast: 0, hueDegrees: 0, saturation: 0).apply(to: &same)
        #expect(same == image)
    }

    @Test("Noise has the asked standard deviation and no bias")
    func noise() {
        var noisy = RGBImage(width: 200, height: 200, red: 128, green: 128, blue: 128)
        var generator = SeededGenerator(seed: 5)
        noisy.addNoise(standardDeviation: 8, generator: &generator)
        let deviations = noisy.pixels.map { Double($0) - 128 }
        let mean = deviations.reduce(0, +) / Double(deviations.count)
        let variance = deviations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(deviations.count)
        #expect(abs(mean) < 0.1)
        #expect(abs(variance.squareRoot() - 8) < 0.1)
    }

    @Test("Blur keeps the mean and takes the variance of a Gaussian")
    func blur() {
        var dot = RGBImage(width: 41, height: 41, red: 0, green: 0, blue: 0)
        dot[20, 20] = (255, 255, 255)
        let blurred = dot.blurred(sigma: 1)
        // The peak of a Gaussian with sigma 1, sampled: (1 / sum of exp(-k^2 / 2))^2 = 0.1592.
        #expect(abs(Int(blurred[20, 20].red) - 41) <= 1)
        #expect(blurred[21, 20].red == blurred[20, 21].red)
        let constant = RGBImage(width: 9, height: 5, red: 7, green: 100, blue: 255)
        #expect(constant.blurred(sigma: 2.5) == constant)
    }
}
