/// What training does to its crops: every operation has its own probability and strength.
///
/// The defaults are the recipe of the SIIM-ISIC 2020 winner that winners of ISIC 2024 used again; see each operation for where
/// it differs.
public struct AugmentationConfiguration: Codable, Sendable, Equatable {
    /// An operation that is either done or not.
    public struct Switch: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double

        /// Does the operation with `probability`.
        public init(probability: Double) {
            self.probability = probability
        }
    }

    /// Shift, scale and rotate around the centre, in one step.
    public struct Rotation: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest angle either way, in degrees.
        public var degrees: Double
        /// The largest shift either way, as a share of the side.
        public var shift: Double
        /// The largest change of size either way, as a share.
        public var scale: Double
    }

    /// Brightness and contrast.
    public struct Light: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest change of brightness either way, as a share of full white.
        public var brightness: Double
        /// The largest change of contrast either way, as a share; contrast is taken around the crop's mean lightness.
        public var contrast: Double
    }

    /// Hue, saturation and value.
    public struct Colour: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest turn of the hue either way, in degrees.
        public var hue: Double
        /// The largest change of saturation either way, as a share.
        public var saturation: Double
        /// The largest change of value either way, as a share of full white.
        public var value: Double
    }

    /// One operation of a group, of which at most one is done.
    public struct Choice: Codable, Sendable, Equatable {
        /// How often it is the one, in proportion to the others of its group; 0 leaves it out.
        public var weight: Double
        /// How strong it is at most.
        public var strength: Double
    }

    /// A blur or noise, on the crop at its own resolution.
    public struct Softening: Codable, Sendable, Equatable {
        /// How often one of them is done, 0 to 1.
        public var probability: Double
        /// The length of the longest path, in pixels: 3, 5, 7 or 9.
        public var motionBlur: Choice
        /// The side of the largest square, in pixels: 3 or 5.
        public var medianBlur: Choice
        /// The largest standard deviation, in pixels; the smallest is 0.
        public var gaussianBlur: Choice
        /// The largest standard deviation of the noise, in levels of 255; the smallest is 0.
        public var noise: Choice
    }

    /// A bend of the image.
    public struct Bending: Codable, Sendable, Equatable {
        /// How often one of them is done, 0 to 1.
        public var probability: Double
        /// How strong a lens may be either way, see `Distortion.optical`.
        public var optical: Choice
        /// By what share a fifth of the image may be longer or shorter.
        public var grid: Choice
        /// The standard deviation of displacements, as a share of the side. The winner's own elastic transform moved crops of
        /// 131 pixels by hundredths of a pixel, which is nothing; this one can be seen.
        public var elastic: Choice
    }

    /// Adaptive histogram equalisation of the lightness.
    public struct LocalContrast: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// How many times its fair share a level may take of a histogram at most; the least is 1.
        public var clipLimit: Double
    }

    /// A black square that hides a part of the crop.
    public struct CoarseDropout: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The side of the square, as a share of the crop's.
        public var side: Double
    }

    /// Rows and columns exchanged.
    public var transpose = Switch(probability: 0.5)
    /// Top and bottom exchanged.
    public var verticalFlip = Switch(probability: 0.5)
    /// Left and right exchanged.
    public var horizontalFlip = Switch(probability: 0.5)
    /// Brightness and contrast.
    public var light = Light(probability: 0.75, brightness: 0.2, contrast: 0.2)
    /// Motion, median or Gaussian blur, or noise.
    public var softening = Softening(
        probability: 0.7,
        motionBlur: Choice(weight: 1, strength: 5),
        medianBlur: Choice(weight: 1, strength: 5),
        gaussianBlur: Choice(weight: 1, strength: 1.1),
        noise: Choice(weight: 1, strength: 5.5)
    )
    /// Optical, grid or elastic distortion.
    public var distortion = Bending(
        probability: 0.7,
        optical: Choice(weight: 1, strength: 1),
        grid: Choice(weight: 1, strength: 1),
        elastic: Choice(weight: 1, strength: 0.02)
    )
    /// CLAHE.
    public var localContrast = LocalContrast(probability: 0.7, clipLimit: 4)
    /// Hue, saturation and value.
    public var colour = Colour(probability: 0.5, hue: 20, saturation: 0.2, value: 0.04)
    /// Shift, scale and rotate.
    public var rotation = Rotation(probability: 0.85, degrees: 15, shift: 0.1, scale: 0.1)
    /// A black square.
    public var dropout = CoarseDropout(probability: 0.7, side: 0.375)

    /// The default recipe.
    public init() {}

    /// Changes nothing: a crop is only resized.
    public static let identity: AugmentationConfiguration = {
        var configuration = AugmentationConfiguration()
        configuration.transpose.probability = 0
        configuration.verticalFlip.probability = 0
        configuration.horizontalFlip.probability = 0
        configuration.light.probability = 0
        configuration.softening.probability = 0
        configuration.distortion.probability = 0
        configuration.localContrast.probability = 0
        configuration.colour.probability = 0
        configuration.rotation.probability = 0
        configuration.dropout.probability = 0
        return configuration
    }()
}
