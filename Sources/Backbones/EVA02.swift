public import Networks
public import Tensors

/// EVA-02: a vision transformer with rotary positions, gated feed-forward layers and mean pooling.
///
/// Source: "EVA-02: A Visual Representation for Neon Genesis" (arXiv:2303.11331); timm `models/eva.py`, whose parameter
/// names these are. Tiny and small fuse query, key and value and pack the gate with the value of the feed-forward layer;
/// base and large split both and normalise inside the feed-forward layer.
public struct EVA02: Backbone {
    /// What distinguishes one EVA-02 from another.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The channels of a token.
        public var width: Int
        /// The number of blocks.
        public var depth: Int
        /// The number of attention heads.
        public var heads: Int
        /// Whether queries, keys and values are split, and the feed-forward layer too, with a norm inside it.
        public var isSplit: Bool
        /// The side of a patch in pixels.
        public var patchSize = 14
        /// The rows of patches at which the rotary positions were pretrained.
        public var referenceGrid = 16
        /// The rate of stochastic depth in the last block; it grows linearly from 0 in the first.
        public var dropPathRate = 0.0

        /// The channels inside the feed-forward layer: 4 * 2/3 of the width.
        var hiddenWidth: Int { Int(Double(width) * (4 * 2 / 3)) }

        /// `eva02_tiny_patch14_224`: 5.5 million parameters.
        public static let tiny = Configuration(width: 192, depth: 12, heads: 3, isSplit: false)
        /// `eva02_small_patch14_224`: 21.6 million parameters.
        public static let small = Configuration(width: 384, depth: 12, heads: 6, isSplit: false)
        /// `eva02_base_patch14_224`: 85.8 million parameters.
        public static let base = Configuration(width: 768, depth: 12, heads: 12, isSplit: true)
        /// `eva02_large_patch14_224`: 303.3 million parameters.
        public static let large = Configuration(width: 1024, depth: 24, heads: 16, isSplit: true)
    }

    /// The width of a token, 192 for tiny to 1,024 for large.
    public let featureCount: Int
    /// The number of logits; 0 without a head.
    public let classCount: Int

    private let inputSize: Int
    private let patchEmbedding: Conv2d
    private let classToken: Tensor
    private let positions: Tensor
    private let rotary: RotaryEmbedding
    private let blocks: [EVA02Block]
    private let norm: LayerNorm
    private let head: Linear?

    /// Makes the network for square images of `inputSize` pixels; pixels beyond a whole number of patches are not seen.
    ///
    /// Fresh parameters are drawn as timm draws them.
    public init(_ scope: ParameterScope, _ configuration: Configuration, classes: Int, inputSize: Int) throws {
        let width = configuration.width
        let grid = inputSize / configuration.patchSize
        let patch = Size2(configuration.patchSize, configuration.patchSize)
        featureCount = width
        classCount = classes
        self.inputSize = inputSize
        classToken = try scope.parameter(
            "cls_token",
            shape: [1, 1, width],
            initializer: .truncatedNormal(standardDeviation: 0.02)
        )
        positions = try scope.parameter(
            "pos_embed",
            shape: [1, 1 + grid * grid, width],
            initializer: .truncatedNormal(standardDeviation: 0.02)
        )
        patchEmbedding = try Conv2d(
            scope / "patch_embed" / "proj",
            inputs: 3,
            outputs: width,
            kernel: patch,
            stride: patch
        )
        rotary = try RotaryEmbedding(
            grid: grid,
            referenceGrid: configuration.referenceGrid,
            headWidth: width / configuration.heads,
            dtype: scope.store.dtype,
            device: scope.store.device
        )
        blocks = try (0..<configuration.depth).map { try EVA02Block(scope / "blocks" / $0, configuration, index: $0) }
        norm = try LayerNorm(scope / "fc_norm", channels: width)
        // timm draws the head with a thousandth of the usual spread: logits start at zero.
        head =
            classes == 0
            ? nil
            : try Linear(
                scope / "head",
                inputs: width,
                outputs: classes,
                initializer: .truncatedNormal(standardDeviation: 0.02 * 0.001),
                biasInitializer: .zeros
            )
    }

    /// Returns the mean of the patch tokens after the last block, normalised.
    public func embed(_ pixels: Tensor, _ context: ForwardContext, observe: StageObserver) throws -> Tensor {
        guard pixels.shape.count == 4, Array(pixels.shape.dropFirst()) == [3, inputSize, inputSize] else {
            throw BackboneError.pixels(found: pixels.shape, expected: "[N, 3, \(inputSize), \(inputSize)]")
        }
        var x = try patchEmbedding(pixels).flattened(from: 2).transposed(1, 2)  // [N, patches, width]
        observe("patch_embed", x)
        x = try Tensor.concatenate([classToken.expanded([x.shape[0], 1, featureCount]), x], axis: 1) + positions
        for (index, block) in blocks.enumerated() {
            x = try block(x, rotary, context)
            observe("blocks.\(index)", x)
        }
        return try norm(x.sliced(1, 1..<x.shape[1]).mean([1]))
    }

    /// Returns the logits of embeddings.
    public func classify(_ embeddings: Tensor, _ context: ForwardContext) throws -> Tensor {
        try head.map { try $0(embeddings, context) } ?? embeddings
    }
}

/// One transformer block: attention and a gated feed-forward layer, each normalised before and added to its input.
struct EVA02Block {
    private let attentionNorm: LayerNorm
    private let attention: EVA02Attention
    private let feedForwardNorm: LayerNorm
    private let feedForward: EVA02FeedForward
    private let dropPath: DropPath

    init(_ scope: ParameterScope, _ configuration: EVA02.Configuration, index: Int) throws {
        // timm shrinks what each block adds to the stream by sqrt(2 * (its number from 1)).
        let outputSpread = 0.02 / (2 * Double(index + 1)).squareRoot()
        attentionNorm = try LayerNorm(scope / "norm1", channels: configuration.width)
        attention = try EVA02Attention(scope / "attn", configuration, outputSpread: outputSpread)
        feedForwardNorm = try LayerNorm(scope / "norm2", channels: configuration.width)
        feedForward = try EVA02FeedForward(scope / "mlp", configuration, outputSpread: outputSpread)
        dropPath = DropPath(configuration.dropPathRate * Double(index) / Double(max(configuration.depth - 1, 1)))
    }

    /// Transforms tokens `[N, tokens, width]`.
    func callAsFunction(_ x: Tensor, _ rotary: RotaryEmbedding, _ context: ForwardContext) throws -> Tensor {
        var x = x
        x = try dropPath.join(x, attention(attentionNorm(x), rotary, context), through: attention.output, context)
        return try dropPath.join(x, feedForward(feedForwardNorm(x), context), through: feedForward.output, context)
    }
}

/// Multi-head self-attention with rotary positions and no bias on the keys.
struct EVA02Attention {
    /// Queries, keys and values come from one matrix or from three.
    private enum Projections {
        case fused(weight: Tensor, queryBias: Tensor, keyBias: Tensor, valueBias: Tensor)
        case split(query: Linear, key: Linear, value: Linear)
    }

    private let heads: Int
    private let projections: Projections
    /// The map behind the heads, which brings what they found back to the stream of tokens.
    let output: Linear

    init(_ scope: ParameterScope, _ configuration: EVA02.Configuration, outputSpread: Double) throws {
        let width = configuration.width
        heads = configuration.heads
        if configuration.isSplit {
            func projection(_ name: String, hasBias: Bool = true) throws -> Linear {
                try Linear(
                    scope / name,
                    inputs: width,
                    outputs: width,
                    hasBias: hasBias,
                    initializer: .truncatedNormal(standardDeviation: 0.02),
                    biasInitializer: .zeros
                )
            }
            projections = try .split(
                query: projection("q_proj"),
                key: projection("k_proj", hasBias: false),
                value: projection("v_proj")
            )
        } else {
            projections = try .fused(
                weight: (scope / "qkv").parameter(
                    "weight",
                    shape: [3 * width, width],
                    initializer: .truncatedNormal(standardDeviation: 0.02)
                ),
                queryBias: scope.parameter("q_bias", shape: [width], initializer: .zeros),
                keyBias: Tensor.zeros([width], dtype: scope.store.dtype, device: scope.store.device),
                valueBias: scope.parameter("v_bias", shape: [width], initializer: .zeros)
            )
        }
        output = try Linear(
            scope / "proj",
            inputs: width,
            outputs: width,
            initializer: .truncatedNormal(standardDeviation: outputSpread),
            biasInitializer: .zeros
        )
    }

    /// Attends over tokens `[N, tokens, width]`; `output` is still to be applied.
    func callAsFunction(_ x: Tensor, _ rotary: RotaryEmbedding, _ context: ForwardContext) throws -> Tensor {
        let (query, key, value) = try project(x, context)  // each [N, heads, tokens, width / heads]
        return try Tensor.attention(query: rotary(query), key: rotary(key), value: value)
            .transposed(1, 2).reshaped(x.shape)
    }

    private func project(_ x: Tensor, _ context: ForwardContext) throws -> (Tensor, Tensor, Tensor) {
        let (count, tokens, width) = (x.shape[0], x.shape[1], x.shape[2])
        switch projections {
        case .fused(let weight, let queryBias, let keyBias, let valueBias):
            let bias = try Tensor.concatenate([queryBias, keyBias, valueBias], axis: 0)
            let all = try x.linear(weight, bias: bias)
                .reshaped([count, tokens, 3, heads, width / heads]).permuted([2, 0, 3, 1, 4])
            return try (all.selected(0, 0), all.selected(0, 1), all.selected(0, 2))
        case .split(let query, let key, let value):
            func split(_ x: Tensor) throws -> Tensor {
                try x.reshaped([count, tokens, heads, width / heads]).transposed(1, 2)
            }
            return try (split(query(x, context)), split(key(x, context)), split(value(x, context)))
        }
    }
}

/// The gated feed-forward layer, SwiGLU: one half of the channels, through SiLU, gates the other.
struct EVA02FeedForward {
    /// Gate and value come from one matrix, gate first, or from two with a norm behind their product.
    private enum Expansion {
        case packed(Linear)
        case split(gate: Linear, value: Linear, norm: LayerNorm)
    }

    private let expansion: Expansion
    /// The map back to the width of the stream of tokens.
    let output: Linear

    init(_ scope: ParameterScope, _ configuration: EVA02.Configuration, outputSpread: Double) throws {
        let (width, hidden) = (configuration.width, configuration.hiddenWidth)
        func expanding(_ name: String, to outputs: Int) throws -> Linear {
            try Linear(
                scope / name,
                inputs: width,
                outputs: outputs,
                initializer: .truncatedNormal(standardDeviation: 0.02),
                biasInitializer: .zeros
            )
        }
        if configuration.isSplit {
            expansion = try .split(
                gate: expanding("fc1_g", to: hidden),
                value: expanding("fc1_x", to: hidden),
                norm: LayerNorm(scope / "norm", channels: hidden)
            )
        } else {
            expansion = try .packed(expanding("fc1", to: 2 * hidden))
        }
        output = try Linear(
            scope / "fc2",
            inputs: hidden,
            outputs: width,
            initializer: .truncatedNormal(standardDeviation: outputSpread),
            biasInitializer: .zeros
        )
    }

    /// Transforms tokens `[N, tokens, width]`, each by itself; `output` is still to be applied.
    func callAsFunction(_ x: Tensor, _ context: ForwardContext) throws -> Tensor {
        switch expansion {
        case .packed(let both):
            let halves = try both(x, context).chunked(2, axis: -1)
            return try halves[0].silu() * halves[1]
        case .split(let gate, let value, let norm):
            return try norm(value(x, context, then: .multiplying(by: gate(x, context, then: .silu))))
        }
    }
}
