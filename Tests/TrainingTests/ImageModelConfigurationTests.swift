import Diagnostics
import Testing

@testable import Training

/// Settings that no training can use.
@Suite struct ImageModelConfigurationTests {
    private func expectRefusal(_ name: String, _ change: (inout ImageModelConfiguration) -> Void) throws {
        var configuration = ImageModelConfiguration(backbone: "convnextv2_atto")
        change(&configuration)
        let error = try #require(throws: TrainingError.self) { try configuration.check() }
        #expect(error.problem.what == "the image model's setting \(name) is out of range")
        #expect(error.problem.expected != nil && error.problem.found != nil)
    }

    @Test(arguments: ["eva02_tiny_patch14_224", "eva02_base_patch14_224", "convnextv2_nano", "tf_efficientnet_lite0"])
    func `The defaults are in range`(backbone: String) throws {
        try ImageModelConfiguration(backbone: backbone).check()
    }

    @Test func `Every setting out of range is named`() throws {
        try expectRefusal("size") { $0.size = 31 }
        try expectRefusal("centre_share") { $0.centreShare = 0 }
        try expectRefusal("batch_size") { $0.batchSize = 0 }
        try expectRefusal("malignant_share") { $0.malignantShare = 1.5 }
        try expectRefusal("epochs") { $0.epochs = 0 }
        try expectRefusal("steps_per_epoch") { $0.stepsPerEpoch = -1 }
        try expectRefusal("focal_alpha") { $0.focalAlpha = 1.5 }
        try expectRefusal("focal_gamma") { $0.focalGamma = -1 }
        try expectRefusal("backbone_learning_rate") { $0.backboneLearningRate = -1 }
        try expectRefusal("head_learning_rate") { $0.headLearningRate = .nan }
        try expectRefusal("weight_decay") { $0.weightDecay = -1 }
        try expectRefusal("warm_up_share") { $0.warmUpShare = 2 }
        try expectRefusal("dropout") { $0.dropout = 1 }
        try expectRefusal("drop_path") { $0.dropPath = 1 }
        try expectRefusal("accumulation") { $0.accumulation = 0 }
        try expectRefusal("layer_decay") { $0.layerDecay = 1.1 }
        try expectRefusal("frozen_epochs") { $0.frozenEpochs = -1 }
        try expectRefusal("average_decay") { $0.averageDecay = 1 }
        try expectRefusal("mixup") { $0.mixup = -0.1 }
        try expectRefusal("label_smoothing") { $0.labelSmoothing = 1 }
        try expectRefusal("gradient_clip") { $0.gradientClip = 0 }
        try expectRefusal("patience") { $0.patience = 0 }
        try expectRefusal("inner_share") { $0.innerShare = 0 }
        try expectRefusal("inner_benign_limit") { $0.innerBenignLimit = -3 }
        try expectRefusal("test_time_views") { $0.testTimeViews = 0 }
    }
}
