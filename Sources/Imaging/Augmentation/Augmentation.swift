public import Randomness

/// Augments crops as their configuration says and brings them to the size that a backbone wants.
///
/// Blur, colour and noise act on the crop at its own resolution, which has fewer pixels than most inputs; colour is one
/// matrix. Geometry is one step: without rotation the flipped crop is resized as in evaluation, with rotation every
/// operation is one inverse map (`warped`).
public struct Augmentation: Sendable {
    /// Probabilities and strengths.
    public let configuration: AugmentationConfiguration

    /// Takes a configuration.
    ///
    /// - Throws: `AugmentationError` where a setting is out of its range.
    public init(_ configuration: AugmentationConfiguration = AugmentationConfiguration()) throws(AugmentationError) {
        try configuration.validate()
        self.configuration = configuration
    }

    /// Returns the augmented crop, `size` x `size` pixels large.
    ///
    /// The same image, size and state of `generator` give the same pixels. With `.identity` the result equals
    /// `resized(width:height:)`.
    public func callAsFunction(
        _ image: RGBImage,
        size: Int,
        generator: inout SeededGenerator
    ) -> RGBImage {
        let choices = Choices(configuration, &generator)
        var crop = image
        if let sigma = choices.blurSigma { crop = crop.blurred(sigma: sigma) }
        if let colour = choices.colour { colour.apply(to: &crop) }
        if let deviation = choices.noiseDeviation { crop.addNoise(standardDeviation: deviation, generator: &generator) }
        if let rotation = choices.rotation {
            return crop.warped(by: rotation, view: choices.view, size: size)
        }
        return crop.viewed(as: choices.view).resized(width: size, height: size)
    }
}

/// What the dice said for one crop. Operations that are not done are nil.
private struct Choices {
    var view: TestTimeView
    var rotation: Similarity?
    var colour: ColourAdjustment?
    var noiseDeviation: Double?
    var blurSigma: Double?

    /// Draws every number whatever the probabilities are, so that changing one operation leaves the others alone.
    init(_ configuration: AugmentationConfiguration, _ generator: inout SeededGenerator) {
        func either(_ strength: Double) -> Double { generator.uniform(in: -1...1) * strength }
        view = TestTimeView(
            transposes: generator.chance(configuration.transpose.probability),
            mirrorsColumns: generator.chance(configuration.horizontalFlip.probability),
            mirrorsRows: generator.chance(configuration.verticalFlip.probability)
        )

        let rotates = generator.chance(configuration.rotation.probability)
        let similarity = Similarity(
            degrees: either(configuration.rotation.degrees),
            scale: 1 + either(configuration.rotation.scale),
            shiftX: either(configuration.rotation.shift),
            shiftY: either(configuration.rotation.shift)
        )
        rotation = rotates ? similarity : nil

        let lights = generator.chance(configuration.light.probability)
        let brightness = either(configuration.light.brightness)
        let contrast = either(configuration.light.contrast)
        let colours = generator.chance(configuration.colour.probability)
        let hue = either(configuration.colour.hue)
        let saturation = either(configuration.colour.saturation)
        if lights || colours {
            colour = ColourAdjustment(
                brightness: lights ? brightness : 0,
                contrast: lights ? contrast : 0,
                hueDegrees: colours ? hue : 0,
                saturation: colours ? saturation : 0
            )
        }

        let adds = generator.chance(configuration.noise.probability)
        let deviation = generator.uniform() * configuration.noise.standardDeviation
        noiseDeviation = adds && deviation > 0 ? deviation : nil
        let blurs = generator.chance(configuration.blur.probability)
        let sigma = generator.uniform() * configuration.blur.sigma
        blurSigma = blurs && sigma > 0 ? sigma : nil
    }
}
