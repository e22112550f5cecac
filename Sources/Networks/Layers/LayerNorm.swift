public import Tensors

/// Layer normalisation of the last axis (Ba et al., 2016; PyTorch `nn.LayerNorm`).
public struct LayerNorm: Module {
    /// `[channels]`.
    public let weight: Tensor
    /// `[channels]`.
    public let bias: Tensor
    private let channels: Int
    private let epsilon: Double

    /// Makes the layer, which starts as the identity after normalising.
    public init(_ scope: ParameterScope, channels: Int, epsilon: Double = 1e-6) throws {
        self.channels = channels
        self.epsilon = epsilon
        weight = try scope.parameter("weight", shape: [channels], initializer: .ones)
        bias = try scope.parameter("bias", shape: [channels], initializer: .zeros)
    }

    /// Normalises `[..., channels]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try x.layerNorm([channels], weight: weight, bias: bias, epsilon: epsilon)
    }
}

/// Layer normalisation over the channels of an image (timm `LayerNorm2d`).
public struct LayerNorm2d: Module {
    private let norm: LayerNorm

    /// Makes the layer, with the same parameters as `LayerNorm`.
    public init(_ scope: ParameterScope, channels: Int, epsilon: Double = 1e-6) throws {
        norm = try LayerNorm(scope, channels: channels, epsilon: epsilon)
    }

    /// Normalises the channels of `[N, C, H, W]` at every position.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try norm(x.permuted([0, 2, 3, 1]), context).permuted([0, 3, 1, 2])
    }
}
