internal import CTorchInterface

/// A height and a width, such as a convolution's stride.
public struct Size2: Sendable, Hashable, Codable, ExpressibleByIntegerLiteral {
    /// The extent from top to bottom.
    public var height: Int
    /// The extent from left to right.
    public var width: Int

    /// Makes a size.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// A square: both extents are `value`.
    public init(integerLiteral value: Int) {
        self.init(value, value)
    }

    var wide: [Int64] { [Int64(height), Int64(width)] }
}

extension Tensor {
    /// `x * weightᵀ + bias` for `x [..., I]`, `weight [O, I]`, `bias [O]`: `[..., O]`.
    public func linear(_ weight: Tensor, bias: Tensor? = nil) throws(TensorError) -> Tensor {
        try tensor("linear", [self, weight] + (bias.map { [$0] } ?? [])) {
            $0.linear(handle, weight.handle, bias?.handle, $1)
        }
    }

    /// The two-dimensional cross-correlation of `[N, I, H, W]` with `weight [O, I / groups, KH, KW]`.
    public func conv2d(
        _ weight: Tensor,
        bias: Tensor? = nil,
        stride: Size2 = 1,
        padding: Size2 = 0,
        dilation: Size2 = 1,
        groups: Int = 1
    ) throws(TensorError) -> Tensor {
        try tensor("conv2d", [self, weight] + (bias.map { [$0] } ?? [])) {
            $0.conv2d(
                handle,
                weight.handle,
                bias?.handle,
                stride.wide,
                padding.wide,
                dilation.wide,
                Int64(groups),
                $1
            )
        }
    }

    /// Normalises the last axes, of sizes `shape`, to mean 0 and variance 1 (Ba et al., 2016), then scales and shifts.
    public func layerNorm(
        _ shape: Shape,
        weight: Tensor? = nil,
        bias: Tensor? = nil,
        epsilon: Double = 1e-5
    ) throws(TensorError) -> Tensor {
        try tensor("layerNorm", [self] + [weight, bias].compactMap { $0 }) {
            $0.layer_norm(handle, shape.wide, Int64(shape.count), weight?.handle, bias?.handle, epsilon, $1)
        }
    }

    /// Normalises the channels of `[N, C, ...]` (Ioffe and Szegedy, 2015), then scales and shifts.
    ///
    /// With `usesBatchStatistics` the batch's own mean and variance are used and the running ones updated in place.
    public func batchNorm(
        weight: Tensor?,
        bias: Tensor?,
        mean: Tensor,
        variance: Tensor,
        usesBatchStatistics: Bool,
        momentum: Double,
        epsilon: Double
    ) throws(TensorError) -> Tensor {
        try tensor("batchNorm", [self, mean, variance] + [weight, bias].compactMap { $0 }) {
            $0.batch_norm(
                handle,
                weight?.handle,
                bias?.handle,
                mean.handle,
                variance.handle,
                usesBatchStatistics,
                momentum,
                epsilon,
                $1
            )
        }
    }

    /// softmax(q kᵀ * scale + mask) v for `[N, heads, tokens, channels]`; `scale` is 1 / sqrt(channels) by default.
    public static func attention(
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor? = nil,
        scale: Double? = nil
    ) throws(TensorError) -> Tensor {
        let scale = scale ?? 1 / Double(query.shape.last ?? 1).squareRoot()
        return try tensor("attention", [query, key, value] + (mask.map { [$0] } ?? [])) {
            $0.attention(query.handle, key.handle, value.handle, mask?.handle, scale, $1)
        }
    }

    /// Global response normalisation of `[N, H, W, C]`: `bias + x * (1 + weight * norm / (mean + epsilon))`, where the norm is
    /// taken over the positions and the mean of the norms over the channels (Woo et al., 2023).
    public func responseNorm(weight: Tensor, bias: Tensor, epsilon: Double) throws(TensorError) -> Tensor {
        try tensor("responseNorm", [self, weight, bias]) {
            $0.response_norm(handle, weight.handle, bias.handle, epsilon, $1)
        }
    }

    /// Multiplies neighbours of the last axis `[..., 2 n]`, taken as complex numbers, by `factors [..., n, 2]`, broadcast.
    public func multipliedPairs(by factors: Tensor) throws(TensorError) -> Tensor {
        try tensor("multipliedPairs", [self, factors]) { $0.multiply_pairs(handle, factors.handle, $1) }
    }

    /// Averages `[N, C, H, W]` to the given height and width.
    public func adaptiveAveragePool(to size: Size2) throws(TensorError) -> Tensor {
        try tensor("adaptiveAveragePool", [self]) {
            $0.adaptive_average_pool(handle, Int64(size.height), Int64(size.width), $1)
        }
    }

    /// How `resized` finds values between the elements.
    public enum Interpolation: Sendable {
        /// From the nearest 2 by 2 elements.
        case bilinear
        /// From the nearest 4 by 4 elements.
        case bicubic
    }

    /// Resizes `[N, C, H, W]` with corners not aligned; `antialias` smooths where it shrinks, as Pillow does.
    public func resized(
        to size: Size2,
        _ interpolation: Interpolation = .bicubic,
        antialias: Bool = true
    ) throws(TensorError) -> Tensor {
        try tensor("resize", [self]) {
            $0.resize(handle, Int64(size.height), Int64(size.width), interpolation == .bicubic, antialias, $1)
        }
    }

    /// The binary cross-entropy of logits against targets from 0 to 1: the mean, or element by element.
    public func binaryCrossEntropy(_ targets: Tensor, averages: Bool = true) throws(TensorError) -> Tensor {
        try tensor("binaryCrossEntropy", [self, targets]) {
            $0.binary_cross_entropy(handle, targets.handle, averages, $1)
        }
    }
}
