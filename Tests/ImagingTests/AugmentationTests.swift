import Foundation
import Randomness
import TestSupport
import Testing

@testable import Imaging

@Suite("Augmentation")
struct AugmentationTests {
    private let image: RGBImage

    init() throws {
        image = try Golden.image("pattern_61x61.ppm")
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

    @Test("Every operation changes the crop, and the ones beside it draw the same numbers")
    func operations() throws {
        let changes: [(String, (inout AugmentationConfiguration) -> Void)] = [
            ("transpose", { $0.transpose.probability = 1 }),
            ("vertical flip", { $0.verticalFlip.probability = 1 }),
            ("horizontal flip", { $0.horizontalFlip.probability = 1 }),
            ("light", { $0.light.probability = 1 }),
            ("softening", { $0.softening.probability = 1 }),
            ("distortion", { $0.distortion.probability = 1 }),
            ("local contrast", { $0.localContrast.probability = 1 }),
            ("colour", { $0.colour.probability = 1 }),
            ("rotation", { $0.rotation.probability = 1 }),
            ("dropout", { $0.dropout.probability = 1 }),
        ]
        let plain = image.resized(width: 64, height: 64)
        for (name, change) in changes {
            var generator = SeededGenerator(seed: 2)
            #expect(try only(change)(image, size: 64, generator: &generator) != plain, "\(name)")
        }
        // With everything else on or off, the rotation is the same.
        func similarity(_ configuration: AugmentationConfiguration) -> Similarity? {
            var generator = SeededGenerator(seed: 6)
            return AugmentationChoices(configuration, &generator).similarity
        }
        var alone = AugmentationConfiguration.identity
        alone.rotation.probability = 1
        var all = AugmentationConfiguration()
        all.rotation.probability = 1
        #expect(similarity(alone) != nil && similarity(alone) == similarity(all))
    }

    @Test("Of a group one operation is done, as often as its weight says")
    func groups() {
        var configuration = AugmentationConfiguration()
        configuration.softening.probability = 1
        configuration.softening.noise.weight = 3
        configuration.softening.medianBlur.weight = 0
        configuration.distortion.probability = 0.5
        configuration.distortion.grid.weight = 0
        configuration.distortion.elastic.weight = 0
        var (noises, motions, medians, lenses) = (0, 0, 0, 0)
        for seed in 0..<2000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let choices = AugmentationChoices(configuration, &generator)
            switch choices.softening {
            case .noise: noises += 1
            case .motionBlur(let length, _):
                motions += 1
                #expect(length == 3 || length == 5)
            case .medianBlur: medians += 1
            default: break
            }
            if case .optical(let strength) = choices.distortion {
                lenses += 1
                #expect(abs(strength) <= 1)
            } else {
                #expect(choices.distortion == nil)
            }
        }
        #expect(medians == 0)
        #expect(Tolerance(absolute: 90).accepts(Double(noises), 1200))
        #expect(Tolerance(absolute: 90).accepts(Double(motions), 400))
        #expect(Tolerance(absolute: 90).accepts(Double(lenses), 1000))
    }

    @Test("The hole is black, whole and as large as asked")
    func hole() throws {
        let augmentation = try only {
            $0.dropout.probability = 1
            $0.dropout.side = 0.25
        }
        let white = RGBImage(width: 30, height: 30, red: 250, green: 240, blue: 230)
        for seed in 0..<20 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let crop = augmentation(white, size: 40, generator: &generator)
            #expect(crop.pixels.count { $0 == 0 } == 10 * 10 * 3)
        }
    }

    @Test("Crops of any shape and size work", arguments: [(1, 1), (2, 7), (7, 2), (300, 200)], [16, 65])
    func shapes(sides: (Int, Int), size: Int) throws {
        let crop = RGBImage(width: sides.0, height: sides.1, red: 200, green: 150, blue: 120)
        for seed in 0..<25 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let augmented = try Augmentation()(crop, size: size, generator: &generator)
            #expect(augmented.width == size && augmented.height == size)
        }
    }

    @Test("A setting out of range is named")
    func outOfRange() throws {
        var configuration = AugmentationConfiguration()
        configuration.rotation.probability = 1.5
        #expect(throws: AugmentationError(setting: "rotation.probability", value: 1.5, range: 0...1)) {
            try Augmentation(configuration)
        }
        configuration.rotation.probability = 1
        configuration.softening.medianBlur.strength = 7
        let setting = "softening.median_blur.strength"
        #expect(throws: AugmentationError(setting: setting, value: 7, range: 3...5)) { try Augmentation(configuration) }
        configuration.rotation.probability = .nan
        #expect(throws: AugmentationError.self) { try Augmentation(configuration) }
    }

    @Test("The configuration survives JSON")
    func codable() throws {
        var configuration = AugmentationConfiguration()
        configuration.softening.gaussianBlur.strength = 0.25
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(AugmentationConfiguration.self, from: data) == configuration)
    }
}
