public import Networks
public import Tensors

/// EfficientNet-Lite: inverted bottlenecks with ReLU6 and without squeeze-and-excitation.
///
/// Source: EfficientNet (arXiv:1905.11946) in its Lite form; timm `models/efficientnet.py`, `tf_efficientnet_lite0`, whose
/// parameter names these are: TensorFlow's lopsided SAME padding and a batch-norm epsilon of 1e-3.
public struct EfficientNetLite: Backbone {
    /// A row of equal blocks; the first of them changes the channels and, with a stride of 2, halves the map.
    public struct Stage: Codable, Sendable, Equatable {
        /// The number of blocks.
        public var depth: Int
        /// The side of the depthwise kernel.
        public var kernel: Int
        /// The stride of the first block.
        public var stride: Int
        /// How many times wider a block is inside; 1 leaves the widening out.
        public var expansion: Int
        /// The channels of the stage's output.
        public var width: Int

        /// Describes a stage.
        public init(depth: Int, kernel: Int, stride: Int, expansion: Int, width: Int) {
            self.depth = depth
            self.kernel = kernel
            self.stride = stride
            self.expansion = expansion
            self.width = width
        }
    }

    /// What distinguishes one EfficientNet-Lite from another.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The channels of the stem.
        public var stemWidth: Int
        /// The stages.
        public var stages: [Stage]
        /// The channels of the last convolution, which are the features.
        public var featureCount: Int
        /// The rate of stochastic depth; it grows linearly from 0 in the first block to just below this in the last.
        public var dropPathRate = 0.0

        /// `tf_efficientnet_lite0`: 4.7 million parameters.
        public static let lite0 = Configuration(
            stemWidth: 32,
            stages: [
                Stage(depth: 1, kernel: 3, stride: 1, expansion: 1, width: 16),
                Stage(depth: 2, kernel: 3, stride: 2, expansion: 6, width: 24),
                Stage(depth: 2, kernel: 5, stride: 2, expansion: 6, width: 40),
                Stage(depth: 3, kernel: 3, stride: 2, expansion: 6, width: 80),
                Stage(depth: 3, kernel: 5, stride: 1, expansion: 6, width: 112),
                Stage(depth: 4, kernel: 5, stride: 2, expansion: 6, width: 192),
                Stage(depth: 1, kernel: 3, stride: 1, expansion: 6, width: 320),
            ],
            featureCount: 1280
        )
    }

    /// The channels of the last convolution, 1,280 for lite0.
    public let featureCount: Int
    /// The number of logits; 0 without a head.
    public let classCount: Int

    private let stem: NormedConvolution
    private let blocks: [[InvertedBottleneck]]
    private let last: NormedConvolution
    private let head: Linear?

    /// Makes the network; fresh parameters are drawn as timm draws them, but for the head (see there).
    public init(_ scope: ParameterScope, _ configuration: Configuration, classes: Int) throws {
        featureCount = configuration.featureCount
        classCount = classes
        stem = try NormedConvolution(
            scope,
            "conv_stem",
            "bn1",
            inputs: 3,
            outputs: configuration.stemWidth,
            kernel: 3,
            stride: 2
        )
        let blockCount = configuration.stages.reduce(0) { $0 + $1.depth }
        var (index, width) = (0, configuration.stemWidth)
        blocks = try configuration.stages.enumerated().map { stageIndex, stage in
            try (0..<stage.depth).map { position in
                let block = try InvertedBottleneck(
                    scope / "blocks" / stageIndex / position,
                    inputs: width,
                    stage,
                    isFirst: position == 0,
                    dropPathRate: configuration.dropPathRate * Double(index) / Double(blockCount)
                )
                (index, width) = (index + 1, stage.width)
                return block
            }
        }
        last = try NormedConvolution(scope, "conv_head", "bn2", inputs: width, outputs: configuration.featureCount)
        // timm draws from +-1 / sqrt(classes), made for a thousand classes; one logit would start at tens. The number of
        // features gives the same spread whatever the number of classes.
        head =
            classes == 0
            ? nil
            : try Linear(
                scope / "classifier",
                inputs: featureCount,
                outputs: classes,
                initializer: .uniform(bound: 1 / Double(featureCount).squareRoot()),
                biasInitializer: .zeros
            )
    }

    /// Returns the mean over positions after the last convolution.
    public func embed(_ pixels: Tensor, _ context: ForwardContext, observe: StageObserver) throws -> Tensor {
        // Channels stay last in memory throughout: oneDNN then converts nothing between convolutions.
        var x = try stem(pixels.channelsLast(), context)  // [N, stemWidth, H / 2, W / 2]
        observe("stem", x)
        for (stageIndex, stage) in blocks.enumerated() {
            for (index, block) in stage.enumerated() {
                x = try block(x, context)
                observe("blocks.\(stageIndex).\(index)", x)
            }
        }
        x = try last(x, context)
        observe("head", x)
        return try x.mean([2, 3])
    }

    /// Returns the logits of embeddings.
    public func classify(_ embeddings: Tensor, _ context: ForwardContext) throws -> Tensor {
        try head.map { try $0(embeddings, context) } ?? embeddings
    }
}

/// A block: widen, convolve each channel by itself, narrow; added to its input where the shapes allow it.
struct InvertedBottleneck {
    private let widening: NormedConvolution?
    private let depthwise: NormedConvolution
    private let narrowing: NormedConvolution
    private let isResidual: Bool
    private let dropPath: DropPath

    init(
        _ scope: ParameterScope,
        inputs: Int,
        _ stage: EfficientNetLite.Stage,
        isFirst: Bool,
        dropPathRate: Double
    ) throws {
        let stride = isFirst ? stage.stride : 1
        let inner = inputs * stage.expansion
        // A block that does not widen has one layer less, and timm numbers its norms from there.
        let widens = stage.expansion > 1
        widening = widens ? try NormedConvolution(scope, "conv_pw", "bn1", inputs: inputs, outputs: inner) : nil
        depthwise = try NormedConvolution(
            scope,
            "conv_dw",
            widens ? "bn2" : "bn1",
            inputs: inner,
            outputs: inner,
            kernel: stage.kernel,
            stride: stride,
            groups: inner
        )
        narrowing = try NormedConvolution(
            scope,
            widens ? "conv_pwl" : "conv_pw",
            widens ? "bn3" : "bn2",
            inputs: inner,
            outputs: stage.width,
            isActivated: false
        )
        isResidual = stride == 1 && inputs == stage.width
        dropPath = DropPath(dropPathRate)
    }

    /// Transforms a map `[N, inputs, H, W]` to `[N, outputs, H / stride, W / stride]`.
    func callAsFunction(_ input: Tensor, _ context: ForwardContext) throws -> Tensor {
        var x = try widening.map { try $0(input, context) } ?? input
        x = try depthwise(x, context)
        x = try narrowing(x, context)
        return isResidual ? try input + dropPath(x, context) : x
    }
}

/// A convolution with SAME padding and without bias, batch normalisation, and ReLU6 where it is activated.
struct NormedConvolution {
    private let convolution: Conv2d
    private let kernel: Int
    private let norm: BatchNorm2d
    private let isActivated: Bool

    init(
        _ scope: ParameterScope,
        _ convolutionName: String,
        _ normName: String,
        inputs: Int,
        outputs: Int,
        kernel: Int = 1,
        stride: Int = 1,
        groups: Int = 1,
        isActivated: Bool = true
    ) throws {
        // At a stride of 1 the padding is the same on all sides, and the convolution does it itself.
        let padding = stride == 1 ? (kernel - 1) / 2 : 0
        convolution = try Conv2d(
            scope / convolutionName,
            inputs: inputs,
            outputs: outputs,
            kernel: Size2(kernel, kernel),
            stride: Size2(stride, stride),
            padding: Size2(padding, padding),
            groups: groups,
            hasBias: false,
            initializer: .kaimingNormalFanOut(groups: groups)
        )
        norm = try BatchNorm2d(scope / normName, channels: outputs, epsilon: 1e-3)
        self.kernel = kernel
        self.isActivated = isActivated
    }

    func callAsFunction(_ x: Tensor, _ context: ForwardContext) throws -> Tensor {
        let x = try normed(padded(x), context)
        return isActivated ? try x.relu6() : x
    }

    /// With running statistics the norm is a part of the convolution: no further walk over the map, forward or backward.
    private func normed(_ x: Tensor, _ context: ForwardContext) throws -> Tensor {
        guard !context.updatesBatchStatistics else { return try norm(convolution(x), context) }
        let (weight, bias) = try norm.folded(into: convolution.weight)
        return try convolution(x, weight: weight, bias: bias)
    }

    /// TensorFlow's SAME padding: ceil(size / stride) outputs; where the padding is odd, the larger half follows.
    ///
    /// Source: timm `layers/padding.py`, `pad_same`.
    private func padded(_ x: Tensor) throws -> Tensor {
        let stride = convolution.stride.height
        guard stride > 1 else { return x }
        func amounts(_ size: Int) -> (before: Int, after: Int) {
            let total = max((size - 1) / stride * stride + kernel - size, 0)
            return (total / 2, total - total / 2)
        }
        let shape = x.shape
        let (rows, columns) = (amounts(shape[2]), amounts(shape[3]))
        return try x.padded(top: rows.before, bottom: rows.after, left: columns.before, right: columns.after)
    }
}
