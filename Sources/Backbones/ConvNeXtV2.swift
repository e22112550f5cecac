public import Networks
public import Tensors

/// ConvNeXt V2: a convolutional network of 7 x 7 depthwise convolutions and global response normalisation.
///
/// Source: "ConvNeXt V2: Co-designing and Scaling ConvNets with Masked Autoencoders" (arXiv:2301.00808); timm
/// `models/convnext.py` with `use_grn` and no layer scale (`conv_mlp` up to nano), whose parameter names these are.
public struct ConvNeXtV2: Backbone {
    /// A row of equal blocks; all stages but the first halve the map before them.
    public struct Stage: Codable, Sendable, Equatable {
        /// The number of blocks.
        public var depth: Int
        /// The channels.
        public var width: Int

        /// Describes a stage.
        public init(depth: Int, width: Int) {
            self.depth = depth
            self.width = width
        }
    }

    /// What distinguishes one ConvNeXt V2 from another.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The stages, usually four.
        public var stages: [Stage]
        /// Whether checkpoints hold the pointwise layers with two-dimensional weights, as from tiny on, or as 1 x 1
        /// convolutions: the same maps.
        public var isLinear = false
        /// The rate of stochastic depth in the last block; it grows linearly from 0 in the first.
        public var dropPathRate = 0.0

        /// The channels of the last stage, which are the features.
        var featureCount: Int { stages.last?.width ?? 0 }

        /// `convnextv2_atto`: 3.4 million parameters.
        public static let atto = Configuration(stages: [
            Stage(depth: 2, width: 40), Stage(depth: 2, width: 80), Stage(depth: 6, width: 160),
            Stage(depth: 2, width: 320),
        ])
        /// `convnextv2_femto`: 4.8 million parameters.
        public static let femto = Configuration(stages: [
            Stage(depth: 2, width: 48), Stage(depth: 2, width: 96), Stage(depth: 6, width: 192),
            Stage(depth: 2, width: 384),
        ])
        /// `convnextv2_pico`: 8.6 million parameters.
        public static let pico = Configuration(stages: [
            Stage(depth: 2, width: 64), Stage(depth: 2, width: 128), Stage(depth: 6, width: 256),
            Stage(depth: 2, width: 512),
        ])
        /// `convnextv2_nano`: 15.0 million parameters.
        public static let nano = Configuration(stages: [
            Stage(depth: 2, width: 80), Stage(depth: 2, width: 160), Stage(depth: 8, width: 320),
            Stage(depth: 2, width: 640),
        ])
        /// `convnextv2_tiny`: 27.9 million parameters.
        public static let tiny = Configuration(
            stages: [
                Stage(depth: 3, width: 96), Stage(depth: 3, width: 192), Stage(depth: 9, width: 384),
                Stage(depth: 3, width: 768),
            ],
            isLinear: true
        )
        /// `convnextv2_base`: 87.7 million parameters.
        public static let base = Configuration(
            stages: [
                Stage(depth: 3, width: 128), Stage(depth: 3, width: 256), Stage(depth: 27, width: 512),
                Stage(depth: 3, width: 1024),
            ],
            isLinear: true
        )
    }

    /// The channels of the last stage, 320 for atto to 1,024 for base.
    public let featureCount: Int
    /// The number of logits; 0 without a head.
    public let classCount: Int

    private let stem: Conv2d
    private let stemNorm: LayerNorm2d
    private let stages: [ConvNeXtV2Stage]
    private let norm: LayerNorm2d
    private let head: Linear?

    /// Makes the network; fresh parameters are drawn as timm draws them.
    public init(_ scope: ParameterScope, _ configuration: Configuration, classes: Int) throws {
        let first = configuration.stages.first?.width ?? 0
        featureCount = configuration.featureCount
        classCount = classes
        stem = try Conv2d(
            scope / "stem" / 0,
            inputs: 3,
            outputs: first,
            kernel: 4,
            stride: 4,
            initializer: .truncatedNormal(standardDeviation: 0.02),
            biasInitializer: .zeros
        )
        stemNorm = try LayerNorm2d(scope / "stem" / 1, channels: first)
        let blockCount = configuration.stages.reduce(0) { $0 + $1.depth }
        var block = 0
        var previous: Int?
        stages = try configuration.stages.enumerated().map { index, stage in
            let rates = (block..<block + stage.depth).map {
                configuration.dropPathRate * Double($0) / Double(max(blockCount - 1, 1))
            }
            defer { (block, previous) = (block + stage.depth, stage.width) }
            return try ConvNeXtV2Stage(
                scope / "stages" / index,
                inputs: previous,
                outputs: stage.width,
                isLinear: configuration.isLinear,
                dropPathRates: rates
            )
        }
        norm = try LayerNorm2d(scope / "head" / "norm", channels: featureCount)
        head =
            classes == 0
            ? nil
            : try Linear(
                scope / "head" / "fc",
                inputs: featureCount,
                outputs: classes,
                initializer: .truncatedNormal(standardDeviation: 0.02),
                biasInitializer: .zeros
            )
    }

    /// Returns the mean over positions after the last stage, normalised.
    public func embed(_ pixels: Tensor, _ context: ForwardContext, observe: StageObserver) throws -> Tensor {
        // Channels stay last in memory throughout: norms and pointwise layers then read rows as they lie.
        var x = try stemNorm(stem(pixels.channelsLast()))  // [N, width, H / 4, W / 4]
        observe("stem", x)
        for (index, stage) in stages.enumerated() {
            x = try stage(x, context) { observe("stages.\(index).\($0)", $1) }
            observe("stages.\(index)", x)
        }
        return try norm(x.mean([2, 3], keepsAxes: true)).flattened(from: 1)
    }

    /// Returns the logits of embeddings.
    public func classify(_ embeddings: Tensor, _ context: ForwardContext) throws -> Tensor {
        try head.map { try $0(embeddings, context) } ?? embeddings
    }
}

/// A stage: all but the first halve height and width before their blocks.
struct ConvNeXtV2Stage {
    private let downsampling: (norm: LayerNorm2d, convolution: Conv2d)?
    private let blocks: [ConvNeXtV2Block]

    init(_ scope: ParameterScope, inputs: Int?, outputs: Int, isLinear: Bool, dropPathRates: [Double]) throws {
        downsampling = try inputs.map {
            (
                try LayerNorm2d(scope / "downsample" / 0, channels: $0),
                try Conv2d(
                    scope / "downsample" / 1,
                    inputs: $0,
                    outputs: outputs,
                    kernel: 2,
                    stride: 2,
                    initializer: .truncatedNormal(standardDeviation: 0.02),
                    biasInitializer: .zeros
                )
            )
        }
        blocks = try dropPathRates.enumerated().map { index, rate in
            try ConvNeXtV2Block(scope / "blocks" / index, width: outputs, isLinear: isLinear, dropPathRate: rate)
        }
    }

    /// Transforms a map `[N, inputs, H, W]` to `[N, outputs, H / 2, W / 2]`, the first stage keeping its size.
    func callAsFunction(_ x: Tensor, _ context: ForwardContext, observe: StageObserver) throws -> Tensor {
        var x = x
        if let (norm, convolution) = downsampling { x = try convolution(norm(x)) }
        for (index, block) in blocks.enumerated() {
            x = try block(x, context)
            observe("blocks.\(index)", x)
        }
        return x
    }
}

/// A block: depthwise convolution, norm, and a pointwise layer four times as wide with global response normalisation.
struct ConvNeXtV2Block {
    private let depthwise: Conv2d
    private let norm: LayerNorm
    private let expansion: Linear
    private let responseNorm: GlobalResponseNorm
    private let projection: Linear
    private let dropPath: DropPath

    init(_ scope: ParameterScope, width: Int, isLinear: Bool, dropPathRate: Double) throws {
        let spread = Initializer.truncatedNormal(standardDeviation: 0.02)
        depthwise = try Conv2d(
            scope / "conv_dw",
            inputs: width,
            outputs: width,
            kernel: 7,
            padding: 3,
            groups: width,
            initializer: spread,
            biasInitializer: .zeros
        )
        norm = try LayerNorm(scope / "norm", channels: width)
        let mlp = scope / "mlp"
        func pointwise(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
            try Linear(
                mlp / name,
                inputs: inputs,
                outputs: outputs,
                isConvolution: !isLinear,
                initializer: spread,
                biasInitializer: .zeros
            )
        }
        expansion = try pointwise("fc1", width, 4 * width)
        responseNorm = try GlobalResponseNorm(mlp / "grn", channels: 4 * width)
        projection = try pointwise("fc2", 4 * width, width)
        dropPath = DropPath(dropPathRate)
    }

    /// Transforms a map `[N, width, H, W]`.
    func callAsFunction(_ input: Tensor, _ context: ForwardContext) throws -> Tensor {
        var x = try norm(depthwise(input).permuted([0, 2, 3, 1]))  // [N, H, W, width]
        x = try responseNorm(expansion(x, context, then: .gelu))
        x = try dropPath.join(input.permuted([0, 2, 3, 1]), x, through: projection, context)
        return try x.permuted([0, 3, 1, 2])
    }
}
