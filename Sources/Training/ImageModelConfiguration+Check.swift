import Backbones
import Diagnostics
import Imaging

extension ImageModelConfiguration {
    /// Checks every setting, so that a wrong one is said before anything is trained.
    ///
    /// - Throws: `TrainingError` for a setting out of range, `BackboneError` for an unknown backbone,
    ///   `AugmentationError` for an augmentation out of range.
    public func check() throws {
        let smallestSize = try BackboneRegistry.variant(named: backbone).smallestInputSize
        try require(size, in: smallestSize...4096, "size")
        try require(centreShare, in: 0.1...1, "centre_share")
        try require(batchSize, in: 2...4096, "batch_size")
        try require(malignantShare, in: 0...1, "malignant_share")
        try require(epochs, in: 1...10_000, "epochs")
        try require(stepsPerEpoch, in: 0...1_000_000, "steps_per_epoch")
        try require(focalAlpha, in: 0...1, "focal_alpha")
        try require(focalGamma, in: 0...100, "focal_gamma")
        try require(backboneLearningRate, in: 0...10, "backbone_learning_rate")
        try require(headLearningRate, in: 0...10, "head_learning_rate")
        try require(weightDecay, in: 0...10, "weight_decay")
        try require(warmUpShare, in: 0...1, "warm_up_share")
        try require(dropout, in: 0...0.99, "dropout")
        try require(dropPath, in: 0...0.9, "drop_path")
        try require(accumulation, in: 1...10_000, "accumulation")
        try require(layerDecay, in: 0.01...1, "layer_decay")
        try require(frozenEpochs, in: 0...10_000, "frozen_epochs")
        try require(averageDecay, in: 0...0.999_999, "average_decay")
        try require(mixup, in: 0...100, "mixup")
        try require(labelSmoothing, in: 0...0.9, "label_smoothing")
        try require(gradientClip, in: 1e-6...1e6, "gradient_clip")
        try require(patience, in: 1...10_000, "patience")
        try require(innerShare, in: 0.01...0.5, "inner_share")
        try require(innerBenignLimit, in: 1...10_000_000, "inner_benign_limit")
        try require(testTimeViews, in: 1...TestTimeView.allCases.count, "test_time_views")
        _ = try Augmentation(augmentation)
    }

    private func require<Value: Comparable>(_ value: Value, in range: ClosedRange<Value>, _ name: String) throws {
        guard !range.contains(value) else { return }
        throw TrainingError(
            Problem(
                "the image model's setting \(name) is out of range",
                at: backbone,
                expected: "\(range.lowerBound) to \(range.upperBound)",
                found: "\(value)"
            ),
            category: .usage
        )
    }
}
