public import Tensors

/// While training, sets elements to zero at random and scales the others up (Srivastava et al., 2014).
public struct Dropout: Module {
    private let rate: Double

    /// Makes the layer; `rate` is the share of elements that are dropped.
    public init(_ rate: Double) {
        self.rate = rate
    }

    /// Drops elements of any shape.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext) throws -> Tensor {
        try dropped(x, rate: rate, maskShape: x.shape, context)
    }
}

/// While training, drops whole samples of a residual branch (Huang et al., 2016; timm `DropPath`).
public struct DropPath: Module {
    private let rate: Double

    /// Makes the layer; `rate` is the share of samples that are dropped.
    public init(_ rate: Double) {
        self.rate = rate
    }

    /// Drops samples of `[N, ...]`.
    public func callAsFunction(_ x: Tensor, _ context: ForwardContext) throws -> Tensor {
        let shape = x.shape
        return try dropped(x, rate: rate, maskShape: Array(shape.prefix(1)) + shape.dropFirst().map { _ in 1 }, context)
    }

    /// Returns `x + last(branch)`: what a residual branch, which ends in a linear map, adds to `x [N, ...]`.
    public func join(_ x: Tensor, _ branch: Tensor, through last: Linear, _ context: ForwardContext) throws -> Tensor {
        guard rate > 0, context.generator != nil else { return try last(branch, context, then: .adding(x)) }
        return try x + self(last(branch, context), context)
    }
}

private func dropped(
    _ x: Tensor,
    rate: Double,
    maskShape: Shape,
    _ context: ForwardContext
) throws -> Tensor {
    guard let generator = context.generator, rate > 0 else { return x }
    guard rate < 1 else { return try x.zerosLike() }
    let mask = try generator.bernoulli(maskShape, probability: 1 - rate, dtype: x.dtype)
    return try x * (mask / (1 - rate))
}
