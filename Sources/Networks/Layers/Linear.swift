public import Tensors

/// A linear map of the last axis: `x * weightᵀ + bias` (PyTorch `nn.Linear`); `weight [outputs, inputs]`.
public struct Linear: Module {
    /// `[outputs, inputs]`, or `[outputs, inputs, 1, 1]` where the checkpoint calls it a convolution.
    public let weight: Tensor
    /// `[outputs]`.
    public let bias: Tensor?
    private let isConvolution: Bool

    /// Makes the layer; by default it starts as PyTorch's does.
    ///
    /// - Parameter isConvolution: Whether checkpoints hold it as a 1 x 1 convolution, which is the same map.
    public init(
        _ scope: ParameterScope,
        inputs: Int,
        outputs: Int,
        hasBias: Bool = true,
        isConvolution: Bool = false,
        initializer: Initializer = .kaimingUniform,
        biasInitializer: Initializer? = nil
    ) throws {
        self.isConvolution = isConvolution
        weight = try scope.parameter(
            "weight",
            shape: [outputs, inputs] + (isConvolution ? [1, 1] : []),
            initializer: initializer
        )
        bias = try defaultBias(scope, outputs, hasBias, fanIn: inputs, biasInitializer)
    }

    /// Maps `[..., inputs]` to `[..., outputs]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try self(x, context, then: .store)
    }

    /// Maps `[..., inputs]` to `[..., outputs]` and does what often follows, in one go where that is possible.
    public func callAsFunction(
        _ x: Tensor,
        _ context: ForwardContext,
        then epilogue: PackedWeight.Epilogue
    ) throws -> Tensor {
        if let prepared = context.preparedWeights {
            let shape = x.shape
            let rows = shape.dropLast().reduce(1, *)
            return try prepared.packed(weight, rows: rows).linear(x, bias: bias, then: epilogue)
        }
        let result = try x.linear(isConvolution ? weight.flattened(from: 1) : weight, bias: bias)
        switch epilogue {
        case .store: return result
        case .gelu: return try result.gelu()
        case .silu: return try result.silu()
        case .adding(let other): return try other + result
        case .multiplying(let other): return try other * result
        }
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
