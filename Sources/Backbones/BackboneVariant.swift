public import Networks

/// One of the backbones that Cygnet knows: its architecture, and how its pixels are prepared.
public struct BackboneVariant: Sendable, Equatable {
    /// The families, each with what distinguishes its members.
    public enum Architecture: Sendable, Equatable {
        /// A vision transformer.
        case eva02(EVA02.Configuration)
        /// A convolutional network with large kernels.
        case convNeXtV2(ConvNeXtV2.Configuration)
        /// A small convolutional network of inverted bottlenecks.
        case efficientNetLite(EfficientNetLite.Configuration)
    }

    /// timm's name.
    public let name: String
    /// The family and its configuration; the rate of stochastic depth may be changed.
    public var architecture: Architecture
    /// How pixels are prepared.
    public let preprocessing: Preprocessing

    /// Describes a variant.
    public init(name: String, architecture: Architecture, preprocessing: Preprocessing) {
        self.name = name
        self.architecture = architecture
        self.preprocessing = preprocessing
    }

    /// The length of an embedding.
    public var featureCount: Int {
        switch architecture {
        case .eva02(let configuration): configuration.width
        case .convNeXtV2(let configuration): configuration.featureCount
        case .efficientNetLite(let configuration): configuration.featureCount
        }
    }

    /// The smallest side in pixels for which every stage sees at least one position.
    public var smallestInputSize: Int {
        switch architecture {
        case .eva02(let configuration): configuration.patchSize
        case .convNeXtV2(let configuration): 4 << (configuration.stages.count - 1)
        case .efficientNetLite(let configuration): configuration.stages.reduce(2) { $0 * $1.stride }
        }
    }

    /// The rate of stochastic depth in the last block, 0 by default as in timm; for training from pretrained weights 0.1
    /// to 0.2 is usual.
    public var dropPathRate: Double {
        get {
            switch architecture {
            case .eva02(let configuration): configuration.dropPathRate
            case .convNeXtV2(let configuration): configuration.dropPathRate
            case .efficientNetLite(let configuration): configuration.dropPathRate
            }
        }
        set {
            switch architecture {
            case .eva02(var configuration):
                configuration.dropPathRate = newValue
                architecture = .eva02(configuration)
            case .convNeXtV2(var configuration):
                configuration.dropPathRate = newValue
                architecture = .convNeXtV2(configuration)
            case .efficientNetLite(var configuration):
                configuration.dropPathRate = newValue
                architecture = .efficientNetLite(configuration)
            }
        }
    }

    /// Makes the network in `scope`, whose store then holds its parameters under timm's names.
    ///
    /// - Parameters:
    ///   - classes: The number of logits; 0 gives embeddings.
    ///   - inputSize: The side of the square input in pixels; the pretrained one where nil.
    /// - Throws: `BackboneError.inputSize` where the input is too small for the architecture.
    public func make(_ scope: ParameterScope, classes: Int, inputSize: Int? = nil) throws -> any Backbone {
        let size = inputSize ?? preprocessing.inputSize
        guard size >= smallestInputSize else {
            throw BackboneError.inputSize(size, smallest: smallestInputSize, variant: name)
        }
        return switch architecture {
        case .eva02(let configuration):
            try EVA02(scope, configuration, classes: classes, inputSize: size)
        case .convNeXtV2(let configuration):
            try ConvNeXtV2(scope, configuration, classes: classes)
        case .efficientNetLite(let configuration):
            try EfficientNetLite(scope, configuration, classes: classes)
        }
    }
}
