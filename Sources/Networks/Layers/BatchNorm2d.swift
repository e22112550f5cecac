public import Tensors

/// Batch normalisation of an image's channels (Ioffe and Szegedy, 2015; PyTorch `nn.BatchNorm2d`).
///
/// While training it normalises with its running statistics too, and leaves them alone, unless the context's
/// `updatesBatchStatistics` is on.
public struct BatchNorm2d: Module {
    /// `[C]`.
    public let weight: Tensor
    /// `[C]`.
    public let bias: Tensor
    /// `[C]`.
    public let runningMean: Tensor
    /// `[C]`.
    public let runningVariance: Tensor
    private let batchesTracked: Tensor
    private let epsilon: Double
    private let momentum: Double

    /// Makes the layer. `momentum` is the weight of a new batch in the running statistics, as in PyTorch.
    public init(_ scope: ParameterScope, channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) throws {
        self.epsilon = epsilon
        self.momentum = momentum
        weight = try scope.parameter("weight", shape: [channels], initializer: .ones)
        bias = try scope.parameter("bias", shape: [channels], initializer: .zeros)
        runningMean = try scope.buffer("running_mean", shape: [channels], initializer: .zeros)
        runningVariance = try scope.buffer("running_var", shape: [channels], initializer: .ones)
        batchesTracked = try scope.buffer(
            "num_batches_tracked",
            shape: [],
            initializer: .zeros,
            dtype: .int64,
            isOptional: true
        )
    }

    /// Normalises `[N, C, H, W]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext = .inference) throws -> Tensor {
        if context.updatesBatchStatistics {
            try ParameterUpdate.assign(batchesTracked + 1, to: batchesTracked)
        }
        return try x.batchNorm(
            weight: weight,
            bias: bias,
            mean: runningMean,
            variance: runningVariance,
            usesBatchStatistics: context.updatesBatchStatistics,
            momentum: momentum,
            epsilon: epsilon
        )
    }

    /// The weight and bias that a convolution without bias needs to do this layer's work too, with the running statistics.
    ///
    /// - Parameter weight: The convolution's, `[C, inputs, H, W]`. Gradients flow to it and to this layer's parameters.
    public func folded(into weight: Tensor) throws -> (weight: Tensor, bias: Tensor) {
        let scale = try self.weight / (runningVariance + epsilon).squareRoot()
        return try (weight * scale.reshaped([-1, 1, 1, 1]), bias - runningMean * scale)
    }
}
