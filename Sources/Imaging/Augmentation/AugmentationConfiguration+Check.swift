extension AugmentationConfiguration {
    /// Every setting that has a range, by its name in configuration files.
    private var settings: [(name: String, value: Double, range: ClosedRange<Double>)] {
        let probabilities = [
            ("transpose", transpose.probability), ("vertical_flip", verticalFlip.probability),
            ("horizontal_flip", horizontalFlip.probability), ("light", light.probability),
            ("softening", softening.probability), ("distortion", distortion.probability),
            ("local_contrast", localContrast.probability), ("colour", colour.probability),
            ("rotation", rotation.probability), ("dropout", dropout.probability),
        ]
        let weights = [
            ("softening.motion_blur", softening.motionBlur.weight),
            ("softening.median_blur", softening.medianBlur.weight),
            ("softening.gaussian_blur", softening.gaussianBlur.weight), ("softening.noise", softening.noise.weight),
            ("distortion.optical", distortion.optical.weight), ("distortion.grid", distortion.grid.weight),
            ("distortion.elastic", distortion.elastic.weight),
        ]
        return probabilities.map { ($0.0 + ".probability", $0.1, 0...1) }
            + weights.map { ($0.0 + ".weight", $0.1, 0...1e6) }
            + [
                ("light.brightness", light.brightness, 0...1),
                ("light.contrast", light.contrast, 0...1),
                ("softening.motion_blur.strength", softening.motionBlur.strength, 3...9),
                ("softening.median_blur.strength", softening.medianBlur.strength, 3...5),
                ("softening.gaussian_blur.strength", softening.gaussianBlur.strength, 0...16),
                ("softening.noise.strength", softening.noise.strength, 0...128),
                ("distortion.optical.strength", distortion.optical.strength, 0...4),
                ("distortion.grid.strength", distortion.grid.strength, 0...1),
                ("distortion.elastic.strength", distortion.elastic.strength, 0...0.5),
                ("local_contrast.clip_limit", localContrast.clipLimit, 1...256),
                ("colour.hue", colour.hue, 0...180),
                ("colour.saturation", colour.saturation, 0...1),
                ("colour.value", colour.value, 0...1),
                ("rotation.degrees", rotation.degrees, 0...180),
                ("rotation.shift", rotation.shift, 0...0.5),
                ("rotation.scale", rotation.scale, 0...0.9),
                ("dropout.side", dropout.side, 0...1),
            ]
    }

    /// Checks every setting.
    ///
    /// - Throws: `AugmentationError` for the first probability, weight or strength out of its range.
    public func validate() throws(AugmentationError) {
        for setting in settings where !setting.range.contains(setting.value) {
            throw AugmentationError(setting: setting.name, value: setting.value, range: setting.range)
        }
    }
}
