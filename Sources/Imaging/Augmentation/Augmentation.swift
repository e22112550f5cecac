public import Randomness

/// Augments crops as their configuration says and brings them to the size that a backbone wants.
///
/// What changes pixels acts on the crop at its own resolution, which has fewer of them than most inputs: blur or noise, colour
/// as one matrix, local contrast. Geometry is one step: without distortion and rotation the flipped crop is resized as in
/// evaluation, with either every operation is one inverse map (`warped`). Everything stays in 8 bits.
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
        let choices = AugmentationChoices(configuration, &generator)
        var crop = image
        if let colour = choices.colour { colour.apply(to: &crop) }
        switch choices.softening {
        case .motionBlur(let length, let degrees): crop = crop.motionBlurred(length: length, degrees: degrees)
        case .medianBlur(let side): crop = crop.medianBlurred(side: side)
        case .gaussianBlur(let sigma): if sigma > 0 { crop = crop.blurred(sigma: sigma) }
        case .noise(let deviation): crop.addNoise(standardDeviation: deviation, generator: &generator)
        case nil: break
        }
        if let localContrast = choices.localContrast { localContrast.apply(to: &crop) }
        if choices.similarity != nil || choices.distortion != nil {
            crop = crop.warped(
                by: choices.similarity ?? .identity,
                distortion: choices.distortion,
                view: choices.view,
                size: size
            )
        } else {
            crop = crop.viewed(as: choices.view).resized(width: size, height: size)
        }
        if let hole = choices.hole {
            let (left, top, side) = hole.square(size: size)
            crop.blacken(left: left, top: top, width: side, height: side)
        }
        return crop
    }
}
