public import Tensors

/// Global response normalisation (Woo et al., 2023, ConvNeXt V2; timm `GlobalResponseNorm`).
///
/// `x + bias + weight * x * norm / mean(norm)`: the norm is taken over the positions, the mean over the channels.
public struct GlobalResponseNorm: Module {
    /// Where the channels stand.
    public enum Layout: Sendable {
        /// `[N, C, H, W]`.
        case channelsFirst
        /// `[N, H, W, C]`.
        case channelsLast
    }

    /// `[C]`.
    public let weight: Tensor
    /// `[C]`.
    public let bias: Tensor
    private let channels: Int
    private let layout: Layout
    private let epsilon: Double

    /// Makes the layer, which starts as the identity.
    public init(_ scope: ParameterScope, channels: Int, layout: Layout, epsilon: Double = 1e-6) throws {
        self.channels = channels
        self.layout = layout
        self.epsilon = epsilon
        weight = try scope.parameter("weight", shape: [channels], initializer: .zeros)
        bias = try scope.parameter("bias", shape: [channels], initializer: .zeros)
    }

    /// Normalises an image batch of the layout that was named.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        let (positions, channelAxis, shape): ([Int], Int, Shape) =
            switch layout {
            case .channelsFirst: ([2, 3], 1, [1, channels, 1, 1])
            case .channelsLast: ([1, 2], 3, [1, 1, 1, channels])
            }
        let norms = try x.norm(positions, keepsAxes: true)
        let response = try norms / (norms.mean([channelAxis], keepsAxes: true) + epsilon)
        return try x + (bias.reshaped(shape) + weight.reshaped(shape) * (x * response))
    }
}
