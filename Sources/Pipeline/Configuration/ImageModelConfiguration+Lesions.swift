import Imaging
import Training

extension ImageModelConfiguration {
    /// EfficientNet-Lite0 for cohorts with a few hundred malignant lesions; docs/experiments.md has the numbers.
    ///
    /// Size and colour tell much about a lesion, and crops show both truly: nothing scales a crop, and its colours are hardly
    /// changed. The middle two thirds (10 of 15 mm) hold most lesions whole, at the resolution of the camera.
    static var lesions: ImageModelConfiguration {
        var configuration = ImageModelConfiguration(backbone: "tf_efficientnet_lite0")
        configuration.weights = "offline"
        configuration.size = 96
        configuration.centreShare = 2.0 / 3
        configuration.epochs = 6
        configuration.stepsPerEpoch = 50
        configuration.focalAlpha = 0.5
        configuration.focalGamma = 0
        configuration.backboneLearningRate = 1e-4
        configuration.headLearningRate = 1e-3
        configuration.weightDecay = 0.05
        configuration.warmUpShare = 0.1
        configuration.averageDecay = 0.99
        configuration.kept = .last
        configuration.innerShare = 0.05
        configuration.testTimeViews = 8
        configuration.augmentation = .gentle
        return configuration
    }
}

extension AugmentationConfiguration {
    /// Flips, any angle, a small shift, a little light, and nothing else.
    fileprivate static var gentle: AugmentationConfiguration {
        var configuration = AugmentationConfiguration.identity
        configuration.transpose.probability = 0.5
        configuration.verticalFlip.probability = 0.5
        configuration.horizontalFlip.probability = 0.5
        configuration.light.probability = 1
        configuration.light.brightness = 0.05
        configuration.light.contrast = 0.05
        configuration.colour.probability = 1
        configuration.colour.hue = 0
        configuration.colour.saturation = 0.1
        configuration.colour.value = 0
        configuration.rotation.probability = 1
        configuration.rotation.degrees = 180
        configuration.rotation.shift = 0.05
        configuration.rotation.scale = 0
        return configuration
    }
}
