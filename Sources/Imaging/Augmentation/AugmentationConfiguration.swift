/// What training does to its crops: every operation has its own probability and strength.
///
/// The defaults follow the recipe of the SIIM-ISIC 2020 winner that the ISIC 2024 winner reused, less its rare and costly
/// operations (CLAHE, distortions).
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

        /// Sets probability and strengths.
        public init(probability: Double, degrees: Double, shift: Double, scale: Double) {
            self.probability = probability
            self.degrees = degrees
            self.shift = shift
            self.scale = scale
        }
    }

    /// Brightness and contrast.
    public struct Light: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest change of brightness either way, as a share of full white.
        public var brightness: Double
        /// The largest change of contrast either way, as a share; contrast is taken around the crop's mean lightness.
        public var contrast: Double

        /// Sets probability and strengths.
        public init(probability: Double, brightness: Double, contrast: Double) {
            self.probability = probability
            self.brightness = brightness
            self.contrast = contrast
        }
    }

    /// Hue and saturation.
    public struct Colour: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest turn of the hue either way, in degrees.
        public var hue: Double
        /// The largest change of saturation either way, as a share.
        public var saturation: Double

        /// Sets probability and strengths.
        public init(probability: Double, hue: Double, saturation: Double) {
            self.probability = probability
            self.hue = hue
            self.saturation = saturation
        }
    }

    /// Gaussian noise of every pixel and channel.
    public struct Noise: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest standard deviation, in levels of 255; the smallest is 0.
        public var standardDeviation: Double

        /// Sets probability and strength.
        public init(probability: Double, standardDeviation: Double) {
            self.probability = probability
            self.standardDeviation = standardDeviation
        }
    }

    /// Gaussian blur.
    public struct Blur: Codable, Sendable, Equatable {
        /// How often it is done, 0 to 1.
        public var probability: Double
        /// The largest standard deviation, in pixels of the crop; the smallest is 0.
        public var sigma: Double

        /// Sets probability and strength.
        public init(probability: Double, sigma: Double) {
            self.probability = probability
            self.sigma = sigma
        }
    }

    /// Left and right exchanged.
    public var horizontalFlip = Switch(probability: 0.5)
    /// Top and bottom exchanged.
    public var verticalFlip = Switch(probability: 0.5)
    /// Rows and columns exchanged.
    public var transpose = Switch(probability: 0.5)
    /// Shift, scale and rotate.
    public var rotation = Rotation(probability: 0.85, degrees: 15, shift: 0.1, scale: 0.1)
    /// Brightness and contrast.
    public var light = Light(probability: 0.75, brightness: 0.2, contrast: 0.2)
    /// Hue and saturation.
    public var colour = Colour(probability: 0.5, hue: 10, saturation: 0.2)
    /// Gaussian noise.
    public var noise = Noise(probability: 0.2, standardDeviation: 5)
    /// Gaussian blur.
    public var blur = Blur(probability: 0.2, sigma: 1)

    /// The default recipe.
    public init() {}

    /// Changes nothing: a crop is only resized.
    public static let identity: AugmentationConfiguration = {
        var configuration = AugmentationConfiguration()
        configuration.horizontalFlip.probability = 0
        configuration.verticalFlip.probability = 0
        configuration.transpose.probability = 0
        configuration.rotation.probability = 0
        configuration.light.probability = 0
        configuration.colour.probability = 0
        configuration.noise.probability = 0
        configuration.blur.probability = 0
        return configuration
    }()

    /// Every setting that has a range, by its name.
    private var settings: [(name: String, value: Double, range: ClosedRange<Double>)] {
        [
            ("horizontalFlip.probability", horizontalFlip.probability, 0...1),
            ("verticalFlip.probability", verticalFlip.probability, 0...1),
            ("transpose.probability", transpose.probability, 0...1),
            ("rotation.probability", rotation.probability, 0...1),
            ("rotation.degrees", rotation.degrees, 0...180),
            ("rotation.shift", rotation.shift, 0...0.5),
            ("rotation.scale", rotation.scale, 0...0.9),
            ("light.probability", light.probability, 0...1),
            ("light.brightness", light.brightness, 0...1),
            ("light.contrast", light.contrast, 0...1),
            ("colour.probability", colour.probability, 0...1),
            ("colour.hue", colour.hue, 0...180),
            ("colour.saturation", colour.saturation, 0...1),
            ("noise.probability", noise.probability, 0...1),
            ("noise.standardDeviation", noise.standardDeviation, 0...128),
            ("blur.probability", blur.probability, 0...1),
            ("blur.sigma", blur.sigma, 0...16),
        ]
    }

    /// Checks every setting.
    ///
    /// - Throws: `AugmentationError` for the first probability or strength out of its range.
    public func validate() throws(AugmentationError) {
        for setting in settings where !setting.range.contains(setting.value) {
            throw AugmentationError(setting: setting.name, value: setting.value, range: setting.range)
        }
    }
}
