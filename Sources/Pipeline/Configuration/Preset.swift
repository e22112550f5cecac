import Boosting
public import Foundation
import Stacking
import Training

/// A complete configuration with a name.
public enum Preset: String, Codable, Sendable, CaseIterable {
    /// Tiny backbones and small images: minutes on 2 cores.
    case demo
    /// The system of the study guide: EVA02-base, ConvNeXtV2-nano and tabular features. Wants a GPU.
    case standard
    /// A cohort with crops only: offline-pretrained embeddings, pixel measurements, and the stack.
    case images
    /// EfficientNet-Lite0 fine-tuned on small crops, for what the images alone are worth: within an hour on 2 cores.
    case fineTuned = "fine-tuned"
    /// A cohort without images.
    case tabular

    /// The configuration of the preset.
    public var configuration: RunConfiguration {
        var configuration = RunConfiguration(preset: self)
        switch self {
        case .demo:
            configuration.frozenEmbeddings = [.init(backbone: "tf_efficientnet_lite0", weights: "offline", size: 128)]
            configuration.stack.bags = 3
            configuration.imageModels = [
                .demo(backbone: "eva02_tiny_patch14_224", size: 70),
                .demo(backbone: "convnextv2_atto", size: 64),
            ]
        case .standard:
            configuration.frozenEmbeddings = [.init(backbone: "tf_efficientnet_lite0", weights: "offline", size: 224)]
            configuration.imageModels = [
                ImageModelConfiguration(backbone: "eva02_base_patch14_224"),
                ImageModelConfiguration(backbone: "convnextv2_nano"),
            ]
        case .images:
            configuration.frozenEmbeddings = [
                .init(backbone: "tf_efficientnet_lite0", weights: "offline", size: 128, mirrored: true)
            ]
            configuration.stack = .crops
            configuration.tabularFeatures = false
            configuration.pixels.measured = .always
        case .fineTuned:
            configuration.imageModels = [.lesions]
            configuration.stack.mode = .scalars
            configuration.stack.bags = 1
            configuration.tabularFeatures = false
            configuration.pixels.measured = .never
        case .tabular:
            break
        }
        return configuration
    }

    /// The configuration of the preset, changed by a YAML file, by an exploration's decisions and by assignments
    /// `key.key=value`, in this order.
    ///
    /// - Throws: `ConfigurationError` where a key is unknown or a value has the wrong type.
    public func configuration(
        file: URL?,
        decisions: TrainingDecisions? = nil,
        assignments: [String]
    ) throws -> RunConfiguration {
        var tree = try ConfigurationTree(of: configuration)
        if let file {
            try tree.merge(file: file)
            _ = try tree.configuration(changedBy: file.lastPathComponent)
        }
        if let decisions { tree = try ConfigurationTree(of: decisions.applied(to: tree.value(RunConfiguration.self))) }
        for assignment in assignments {
            try tree.set(assignment)
            _ = try tree.configuration(changedBy: "--set \(assignment)")
        }
        return try tree.value(RunConfiguration.self)
    }
}

extension ConfigurationTree {
    /// The configuration after a change; a value that does not fit is blamed on `source`.
    fileprivate func configuration(changedBy source: String) throws -> RunConfiguration {
        do {
            return try value(RunConfiguration.self)
        } catch {
            throw error.located(at: source)
        }
    }
}

extension StackConfiguration {
    /// A stack for pixel measurements and embeddings of a few thousand crops with a few hundred malignant ones: few
    /// components, and strongly regularised trees that each see a fifth of the columns. docs/experiments.md has the
    /// numbers.
    static var crops: StackConfiguration {
        var configuration = StackConfiguration()
        configuration.principalComponents = 60
        configuration.bags = 10
        configuration.booster.rounds = 300
        configuration.booster.maximumDepth = 6
        configuration.booster.maximumLeaves = 24
        configuration.booster.columnsPerTree = 0.2
        configuration.booster.l2Penalty = 20
        configuration.booster.minimumLeafRows = 180
        return configuration
    }
}

extension ImageModelConfiguration {
    /// A model that trains in a fraction of a minute on 2 cores.
    static func demo(backbone: String, size: Int) -> ImageModelConfiguration {
        var configuration = ImageModelConfiguration(backbone: backbone)
        configuration.size = size
        configuration.epochs = 3
        configuration.stepsPerEpoch = 25
        return configuration
    }
}
