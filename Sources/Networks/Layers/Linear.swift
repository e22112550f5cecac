public import Tensors

/// A linear map of the last axis: `x * weightᵀ + bias` (PyTorch `nn.Linear`); `weight [outputs, inputs]`.
public struct Linear: Module {
    /// `[outputs, inputs]`.
    public let weight: Tensor
    /// `[outputs]`.
    public let bias: Tensor?

    /// Makes the layer; by default it starts as PyTorch's does.
    public init(
        _ scope: ParameterScope,
        inputs: Int,
        outputs: Int,
        hasBias: Bool = true,
        initializer: Initializer = .kaimingUniform,
        biasInitializer: Initializer? = nil
    ) throws {
        weight = try scope.parameter("weight", shape: [outputs, inputs], initializer: initializer)
        bias = try defaultBias(scope, outputs, hasBias, fanIn: inputs, biasInitializer)
    }

    /// Maps `[..., inputs]` to `[..., outputs]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try x.linear(weight, bias: bias)
    }
}

/// A bias that starts, unless told otherwise, evenly within 1 / sqrt(fan in), as PyTorch's do.
func defaultBias(
    _ scope: ParameterScope,
    _ outputs: Int,
    _ hasBias: Bool,
    fanIn: Int,
    _ initializer: Initializer?
) throws -> Tensor? {
    guard hasBias else { return nil }
    let bound = 1 / Double(max(1, fanIn)).squareRoot()
    return try scope.parameter("bias", shape: [outputs], initializer: initializer ?? .uniform(bound: bound))
}
