import Randomness
import TensorImaging
import Tensors
import Testing

@testable import Imaging

/// What a device makes of crops beside what the workers make of them: the same bytes.
///
/// The device is the processor here; nothing in the code knows the difference.
@Suite struct DeviceCropsTests {
    /// Crops of many sizes and shapes, from a single pixel on.
    private let images = DrawnCrops.images(sizes: [
        (61, 61), (40, 64), (1, 1), (97, 23), (2, 5), (131, 131), (64, 64), (3, 80), (33, 34), (90, 1),
    ])

    private func crops() throws -> DeviceCrops {
        try DeviceCrops(sizes: images.map { Size2($0.height, $0.width) }, device: .cpu) { Array(images[$0]) }
    }

    /// Compares what both make of crops that come up several times, in mixed order.
    private func expectSameBytes(
        _ augmentation: Augmentation,
        size: Int,
        rounds: Int = 2,
        seed: UInt64 = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var generator = SeededGenerator(seed: seed)
        let positions = (0..<rounds).flatMap { _ in generator.permutation(of: images.count) }
        func stream(_ sample: Int) -> SeededGenerator { SeededGenerator(seed: seed, keys: UInt64(sample)) }
        let plans = positions.enumerated().map { sample, position in
            var generator = stream(sample)
            let image = images[position]
            return augmentation.plan(width: image.width, height: image.height, size: size, generator: &generator)
        }
        let batch = try crops().augmented(positions, by: plans, size: size)
        #expect(batch.shape == [positions.count, size, size, 3], sourceLocation: sourceLocation)
        let bytes = try batch.bytes()
        for (sample, position) in positions.enumerated() {
            var generator = stream(sample)
            let expected = augmentation(images[position], size: size, generator: &generator)
            let found = Array(bytes[sample * size * size * 3..<(sample + 1) * size * size * 3])
            let differing = zip(found, expected.pixels).count { $0 != $1 }
            #expect(
                differing == 0,
                "crop \(position), \(images[position].width) x \(images[position].height): \(differing) bytes differ",
                sourceLocation: sourceLocation
            )
        }
    }

    /// One operation of the recipe by itself.
    struct Operation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout AugmentationConfiguration) -> Void
    }

    static let operations = [
        Operation(testDescription: "views") {
            $0.transpose.probability = 0.5
            $0.verticalFlip.probability = 0.5
            $0.horizontalFlip.probability = 0.5
        },
        Operation(testDescription: "light") { $0.light.probability = 0.8 },
        Operation(testDescription: "colour") { $0.colour.probability = 0.8 },
        Operation(testDescription: "strong colour") {
            $0.light = .init(probability: 1, brightness: 1, contrast: 1)
            $0.colour = .init(probability: 1, hue: 180, saturation: 1, value: 1)
        },
        Operation(testDescription: "motion blur") { $0.softening = softening(motion: 9) },
        Operation(testDescription: "median blur") { $0.softening = softening(median: 5) },
        Operation(testDescription: "Gaussian blur") { $0.softening = softening(gaussian: 3) },
        Operation(testDescription: "noise") { $0.softening = softening(noise: 60) },
        Operation(testDescription: "local contrast") { $0.localContrast.probability = 0.8 },
        Operation(testDescription: "optical distortion") { $0.distortion = bending(optical: 2) },
        Operation(testDescription: "grid distortion") { $0.distortion = bending(grid: 1) },
        Operation(testDescription: "elastic distortion") { $0.distortion = bending(elastic: 0.1) },
        Operation(testDescription: "rotation") {
            $0.rotation.probability = 0.8
            $0.rotation.degrees = 180
            $0.rotation.shift = 0.5
            $0.rotation.scale = 0.9
        },
        Operation(testDescription: "dropout") { $0.dropout.probability = 0.8 },
    ]

    private static func softening(
        motion: Double? = nil,
        median: Double? = nil,
        gaussian: Double? = nil,
        noise: Double? = nil
    ) -> AugmentationConfiguration.Softening {
        func choice(_ strength: Double?, or other: Double) -> AugmentationConfiguration.Choice {
            .init(weight: strength == nil ? 0 : 1, strength: strength ?? other)
        }
        return .init(
            probability: 0.8,
            motionBlur: choice(motion, or: 3),
            medianBlur: choice(median, or: 3),
            gaussianBlur: choice(gaussian, or: 1),
            noise: choice(noise, or: 1)
        )
    }

    private static func bending(
        optical: Double? = nil,
        grid: Double? = nil,
        elastic: Double? = nil
    ) -> AugmentationConfiguration.Bending {
        func choice(_ strength: Double?) -> AugmentationConfiguration.Choice {
            .init(weight: strength == nil ? 0 : 1, strength: strength ?? 0)
        }
        return .init(probability: 0.8, optical: choice(optical), grid: choice(grid), elastic: choice(elastic))
    }

    @Test(arguments: operations, [40, 97])
    func `Every operation gives the bytes of the workers`(operation: Operation, size: Int) throws {
        var configuration = AugmentationConfiguration.identity
        operation.change(&configuration)
        try expectSameBytes(Augmentation(configuration), size: size)
    }

    @Test(arguments: [32, 112], [1, 2, 3] as [UInt64])
    func `The whole recipe gives the bytes of the workers`(size: Int, seed: UInt64) throws {
        try expectSameBytes(Augmentation(), size: size, rounds: 4, seed: seed)
    }

    @Test func `More crops than are changed at a time change nothing`() throws {
        try expectSameBytes(Augmentation(), size: 24, rounds: 14)
    }

    @Test func `Without augmentation crops are resized as for evaluation`() throws {
        let positions = [3, 0, 9, 2, 3]
        let bytes = try crops().resized(positions, size: 50).bytes()
        #expect(bytes == positions.flatMap { images[$0].resized(width: 50, height: 50).pixels })
    }

    @Test func `A crop's bytes do not depend on the company it is in`() throws {
        let augmentation = try Augmentation()
        func plan(_ position: Int) -> AugmentationPlan {
            var generator = SeededGenerator(seed: 4, keys: UInt64(position))
            let image = images[position]
            return augmentation.plan(width: image.width, height: image.height, size: 48, generator: &generator)
        }
        let all = Array(images.indices)
        let together = try crops().augmented(all, by: all.map(plan), size: 48)
        for position in all {
            let alone = try crops().augmented([position], by: [plan(position)], size: 48)
            #expect(try alone.isEqual(to: together.sliced(0, position..<position + 1)))
        }
    }

    @Test func `Crops need three bytes for every pixel`() {
        #expect(DeviceCrops.byteCount(of: [Size2(2, 3), Size2(10, 10)]) == 3 * 106)
    }
}
