import Foundation
import Randomness
import TestSupport
import Testing

@testable import Imaging

@Suite("Augmentation")
struct AugmentationTests {
    private let image: RGBImage
    private let smooth: RGBImage

    init() throws {
        image = try Golden.image("pattern_61x61.ppm")
        smooth = image.blurred(sigma: 6)
    }

    /// The identity, changed by `change`.
    private func only(_ change: (inout AugmentationConfiguration) -> Void) throws -> Augmentation {
        var configuration = AugmentationConfiguration.identity
        change(&configuration)
        return try Augmentation(configuration)
    }

    @Test("The identity only resizes", arguments: [32, 61, 96])
    func identity(size: Int) throws {
        var generator = SeededGenerator(seed: 1)
        let augmented = try Augmentation(.identity)(image, size: size, generator: &generator)
        #expect(augmented == image.resized(width: size, height: size))
    }

    @Test("The same seed gives the same pixels, another seed others")
    func seeded() throws {
        let augmentation = try Augmentation()
        func run(_ seed: UInt64) -> RGBImage {
            var generator = SeededGenerator(seed: seed)
            return augmentation(image, size: 64, generator: &generator)
        }
        #expect(run(3) == run(3))
        #expect(run(3) != run(4))
    }

    @Test("With flips and transposition only, all eight views come up, and nothing else")
    func views() throws {
        let augmentation = try only {
            $0.horizontalFlip.probability = 0.5
            $0.verticalFlip.probability = 0.5
            $0.transpose.probability = 0.5
        }
        let expected = TestTimeView.allCases.map { image.viewed(as: $0).resized(width: 40, height: 40) }
        var seen = Set<Int>()
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let augmented = augmentation(image, size: 40, generator: &generator)
            seen.insert(try #require(expected.firstIndex(of: augmented)))
        }
        #expect(seen.count == 8)
    }

    @Test("A warp by nothing is a resize, up to rounding", arguments: TestTimeView.allCases, [61, 80])
    func warpByNothing(view: TestTimeView, size: Int) throws {
        let still = Similarity(degrees: 0, scale: 1, shiftX: 0, shiftY: 0)
        let warped = smooth.warped(by: still, view: view, size: size)
        let resized = smooth.viewed(as: view).resized(width: size, height: size)
        // At the border the resize drops taps outside the image, the warp mirrors them.
        #expect(Golden.largestDifference(warped, resized) <= 3)
    }

    @Test("A warp by 90 degrees is a turn to the left")
    func warpByQuarter() {
        let quarter = Similarity(degrees: 90, scale: 1, shiftX: 0, shiftY: 0)
        let warped = image.warped(by: quarter, view: .identity, size: 61)
        #expect(warped == image.viewed(as: .threeQuarterTurn))
    }

    @Test("A shift moves to the right and down, a larger scale enlarges")
    func shiftAndScale() {
        var dot = RGBImage(width: 41, height: 41, red: 0, green: 0, blue: 0)
        dot[20, 20] = (255, 255, 255)
        let moved = dot.warped(
            by: Similarity(degrees: 0, scale: 1, shiftX: 5.0 / 41, shiftY: 2.0 / 41),
            view: .identity,
            size: 41
        )
        #expect(moved[25, 22].red == 255)
        let enlarged = dot.warped(
            by: Similarity(degrees: 0, scale: 3, shiftX: 0, shiftY: 0),
            view: .identity,
            size: 41
        )
        #expect(enlarged[20, 20].red == 255 && enlarged[21, 20].red > 100)
    }

    @Test("Outside lies the mirror image: no black corners")
    func noBlackCorners() {
        let white = RGBImage(width: 30, height: 30, red: 250, green: 240, blue: 230)
        let turned = white.warped(
            by: Similarity(degrees: 45, scale: 0.7, shiftX: 0.4, shiftY: -0.4),
            view: .transpose,
            size: 50
        )
        #expect(turned == RGBImage(width: 50, height: 50, red: 250, green: 240, blue: 230))
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

    @Test("A setting out of range is named")
    func outOfRange() throws {
        var configuration = AugmentationConfiguration()
        configuration.rotation.probability = 1.5
        #expect(throws: AugmentationError(setting: "rotation.probability", value: 1.5, range: 0...1)) {
            try Augmentation(configuration)
        }
        configuration.rotation.probability = .nan
        #expect(throws: AugmentationError.self) { try Augmentation(configuration) }
    }

    @Test("The configuration survives JSON")
    func codable() throws {
        var configuration = AugmentationConfiguration()
        configuration.blur.sigma = 0.25
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(AugmentationConfiguration.self, from: data) == configuration)
    }
}
