public import Tensors

/// A two-dimensional convolution (PyTorch `nn.Conv2d`); `weight [outputs, inputs / groups, height, width]`.
public struct Conv2d: Module {
    /// `[outputs, inputs / groups, height, width]`.
    public let weight: Tensor
    /// `[outputs]`.
    public let bias: Tensor?
    /// How far the window moves.
    public let stride: Size2
    /// How many zeros stand around the input.
    public let padding: Size2
    /// How many groups of channels are kept apart.
    public let groups: Int

    /// Makes the layer; by default it starts as PyTorch's does. For unequal padding use `Tensor.padded` before it.
    public init(
        _ scope: ParameterScope,
        inputs: Int,
        outputs: Int,
        kernel: Size2,
        stride: Size2 = 1,
        padding: Size2 = 0,
        groups: Int = 1,
        hasBias: Bool = true,
        initializer: Initializer = .kaimingUniform,
        biasInitializer: Initializer? = nil
    ) throws {
        self.stride = stride
        self.padding = padding
        self.groups = groups
        let inputsPerGroup = inputs / groups
        weight = try scope.parameter(
            "weight",
            shape: [outputs, inputsPerGroup, kernel.height, kernel.width],
            initializer: initializer
        )
        bias = try defaultBias(
            scope,
            outputs,
            hasBias,
            fanIn: inputsPerGroup * kernel.height * kernel.width,
            biasInitializer
        )
    }

    /// Maps `[N, inputs, H, W]` to `[N, outputs, H', W']`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        try self(x, weight: weight, bias: bias)
    }

    /// Maps `[N, inputs, H, W]` to `[N, outputs, H', W']` with another weight and bias, made from this layer's.
    public func callAsFunction(_ x: Tensor, weight: Tensor, bias: Tensor?) throws -> Tensor {
        try x.conv2d(weight, bias: bias, stride: stride, padding: padding, groups: groups)
    }
}
