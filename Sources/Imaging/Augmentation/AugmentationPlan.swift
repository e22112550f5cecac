package import Randomness

/// What an augmentation does to one crop, in numbers: for a device that changes a whole batch at once.
///
/// The same crop size, output size and state of the generator give the operations that `Augmentation` does by itself.
package struct AugmentationPlan: Sendable {
    /// A blur or noise.
    package enum Softening: Sendable {
        /// Weighted means, one after the other.
        case means([WeightedTaps])
        /// The median of the `side` x `side` pixels around each.
        case median(side: Int)
        /// What is added to every byte, `[height, width, 3]`.
        case noise([Int16])
    }

    /// A black square in pixels of the output.
    package typealias Square = (left: Int, top: Int, side: Int)

    /// Light and colour.
    package let colour: ColourAdjustment?
    /// A blur or noise, after the colour.
    package let softening: Softening?
    /// The equalisation of the lightness, after the softening.
    package let localContrast: LocalContrast?
    /// How the crop is laid out.
    package let view: TestTimeView
    /// Where every output pixel comes from in a crop whose sides were first shrunk to the output's where they are longer; the view
    /// is part of it. Nil where the crop is laid out as `view` says and resized.
    package let map: InverseMap?
    /// What is hidden at the end.
    package let hole: Square?
}

extension Augmentation {
    /// Draws what is done to a crop of `width` x `height` pixels that becomes `size` x `size`.
    package func plan(width: Int, height: Int, size: Int, generator: inout SeededGenerator) -> AugmentationPlan {
        let choices = AugmentationChoices(configuration, &generator)
        let softening: AugmentationPlan.Softening? =
            switch choices.softening {
            case .motionBlur(let length, let degrees): .means([.motion(length: length, degrees: degrees)])
            case .medianBlur(let side): .median(side: side)
            case .gaussianBlur(let sigma): sigma > 0 ? .means(WeightedTaps.gaussian(sigma: sigma)) : nil
            case .noise(let deviation): .noise(Self.noise(width * height * 3, deviation, &generator))
            case nil: nil
            }
        let isWarped = choices.similarity != nil || choices.distortion != nil
        return AugmentationPlan(
            colour: choices.colour,
            softening: softening,
            localContrast: choices.localContrast,
            view: choices.view,
            map: isWarped
                ? InverseMap(
                    view: choices.view,
                    distortion: choices.distortion,
                    similarity: choices.similarity ?? .identity,
                    width: min(width, size),
                    height: min(height, size),
                    size: size
                ) : nil,
            hole: choices.hole?.square(size: size)
        )
    }

    private static func noise(_ count: Int, _ deviation: Double, _ generator: inout SeededGenerator) -> [Int16] {
        let noise = Noise(standardDeviation: deviation)
        return (0..<count).map { _ in Int16(truncatingIfNeeded: noise.change(generator.next())) }
    }
}
