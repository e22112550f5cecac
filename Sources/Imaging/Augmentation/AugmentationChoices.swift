import Randomness

/// What the dice said for one crop. Operations that are not done are nil.
struct AugmentationChoices {
    /// A blur or noise with its strength.
    enum Softening: Equatable {
        case motionBlur(length: Int, degrees: Double)
        case medianBlur(side: Int)
        case gaussianBlur(sigma: Double)
        case noise(standardDeviation: Double)
    }

    /// A black square; its place is that of its centre, as shares of the sides.
    struct Hole: Equatable {
        var side: Double
        var x: Double
        var y: Double

        /// Its place on an image of `size` x `size` pixels; a part may lie outside.
        func square(size: Int) -> (left: Int, top: Int, side: Int) {
            let length = Int((side * Double(size)).rounded())
            func start(_ centre: Double) -> Int { Int((centre * Double(size) - Double(length) / 2).rounded()) }
            return (start(x), start(y), length)
        }
    }

    let view: TestTimeView
    let softening: Softening?
    let colour: ColourAdjustment?
    let localContrast: LocalContrast?
    let distortion: Distortion?
    let similarity: Similarity?
    let hole: Hole?

    /// Draws from a stream of its own for every operation, so that changing one leaves the others alone.
    init(_ configuration: AugmentationConfiguration, _ generator: inout SeededGenerator) {
        let seed = generator.next()
        func stream(_ key: UInt64) -> SeededGenerator { SeededGenerator(seed: seed, keys: key) }
        view = Self.view(configuration, stream(0))
        colour = Self.colour(configuration, stream(1))
        softening = Self.softening(configuration.softening, stream(2))
        distortion = Self.distortion(configuration.distortion, stream(3))
        localContrast = Self.localContrast(configuration.localContrast, stream(4))
        similarity = Self.similarity(configuration.rotation, stream(5))
        hole = Self.hole(configuration.dropout, stream(6))
    }

    private static func view(_ configuration: AugmentationConfiguration, _ generator: SeededGenerator) -> TestTimeView {
        var generator = generator
        return TestTimeView(
            transposes: generator.chance(configuration.transpose.probability),
            mirrorsColumns: generator.chance(configuration.horizontalFlip.probability),
            mirrorsRows: generator.chance(configuration.verticalFlip.probability)
        )
    }

    /// Light and colour are one matrix.
    private static func colour(
        _ configuration: AugmentationConfiguration,
        _ generator: SeededGenerator
    ) -> ColourAdjustment? {
        var generator = generator
        func either(_ strength: Double) -> Double { generator.uniform(in: -1...1) * strength }
        let (light, colour) = (configuration.light, configuration.colour)
        let lights = generator.chance(light.probability)
        let brightness = either(light.brightness)
        let contrast = either(light.contrast)
        let colours = generator.chance(colour.probability)
        let hue = either(colour.hue)
        let saturation = either(colour.saturation)
        let value = either(colour.value)
        guard lights || colours else { return nil }
        return ColourAdjustment(
            brightness: (lights ? brightness : 0) + (colours ? value : 0),
            contrast: lights ? contrast : 0,
            hueDegrees: colours ? hue : 0,
            saturation: colours ? saturation : 0
        )
    }

    private static func softening(
        _ configuration: AugmentationConfiguration.Softening,
        _ generator: SeededGenerator
    ) -> Softening? {
        var generator = generator
        let operations = [
            configuration.motionBlur, configuration.medianBlur, configuration.gaussianBlur, configuration.noise,
        ]
        guard let chosen = choose(operations, configuration.probability, &generator) else { return nil }
        let strength = operations[chosen].strength
        // An odd number from 3 to the strength.
        func odd() -> Int { 3 + 2 * generator.integer(below: (Int(strength) - 1) / 2) }
        switch chosen {
        case 0: return .motionBlur(length: odd(), degrees: generator.uniform(in: 0...180))
        case 1: return .medianBlur(side: odd())
        case 2: return .gaussianBlur(sigma: generator.uniform() * strength)
        default: return .noise(standardDeviation: generator.uniform() * strength)
        }
    }

    private static func distortion(
        _ configuration: AugmentationConfiguration.Bending,
        _ generator: SeededGenerator
    ) -> Distortion? {
        var generator = generator
        let operations = [configuration.optical, configuration.grid, configuration.elastic]
        guard let chosen = choose(operations, configuration.probability, &generator) else { return nil }
        let strength = operations[chosen].strength
        switch chosen {
        case 0: return .optical(upTo: strength, &generator)
        case 1: return .grid(upTo: strength, &generator)
        default: return .elastic(strength: strength, &generator)
        }
    }

    private static func choose(
        _ operations: [AugmentationConfiguration.Choice],
        _ probability: Double,
        _ generator: inout SeededGenerator
    ) -> Int? {
        guard generator.chance(probability), operations.contains(where: { $0.weight > 0 }) else { return nil }
        return generator.index(weights: operations.map(\.weight))
    }

    private static func localContrast(
        _ configuration: AugmentationConfiguration.LocalContrast,
        _ generator: SeededGenerator
    ) -> LocalContrast? {
        var generator = generator
        guard generator.chance(configuration.probability) else { return nil }
        return LocalContrast(clipLimit: generator.uniform(in: 1...configuration.clipLimit))
    }

    private static func similarity(
        _ configuration: AugmentationConfiguration.Rotation,
        _ generator: SeededGenerator
    ) -> Similarity? {
        var generator = generator
        func either(_ strength: Double) -> Double { generator.uniform(in: -1...1) * strength }
        guard generator.chance(configuration.probability) else { return nil }
        return Similarity(
            degrees: either(configuration.degrees),
            scale: 1 + either(configuration.scale),
            shiftX: either(configuration.shift),
            shiftY: either(configuration.shift)
        )
    }

    private static func hole(
        _ configuration: AugmentationConfiguration.CoarseDropout,
        _ generator: SeededGenerator
    ) -> Hole? {
        var generator = generator
        guard generator.chance(configuration.probability), configuration.side > 0 else { return nil }
        let free = 1 - configuration.side
        return Hole(
            side: configuration.side,
            x: configuration.side / 2 + generator.uniform() * free,
            y: configuration.side / 2 + generator.uniform() * free
        )
    }
}
