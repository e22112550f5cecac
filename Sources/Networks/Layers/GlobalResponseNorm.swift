public import Tensors

/// Global response normalisation (Woo et al., 2023, ConvNeXt V2; timm `GlobalResponseNorm`).
///
/// `x + bias + weight * x * norm / mean(norm)`: the norm is taken over the positions, the mean over the channels.
public struct GlobalResponseNorm: Module {
    /// `[C]`.
    public let weight: Tensor
    /// `[C]`.
    public let bias: Tensor
    private let epsilon: Double

    /// Makes the layer, which starts as the identity.
    public init(_ scope: ParameterScope, channels: Int, epsilon: Double = 1e-6) throws {
        self.epsilon = epsilon
        weight = try scope.parameter("weight", shape: [channels], initializer: .zeros)
        bias = try scope.parameter("bias", shape: [channels], initializer: .zeros)
    }

    /// Normalises `[N, H, W, C]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try x.responseNorm(weight: weight, bias: bias, epsilon: epsilon)
    }
}
