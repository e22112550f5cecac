public import Tensors

#if canImport(Glibc)
    import Glibc
#endif

/// How a parameter starts before it is trained or loaded.
public enum Initializer: Sendable, Equatable {
    /// All zeros.
    case zeros
    /// All ones.
    case ones
    /// One number everywhere.
    case constant(Double)
    /// From the normal distribution of mean 0.
    case normal(standardDeviation: Double)
    /// From the normal distribution of mean 0, cut at -2 and 2 (timm `trunc_normal_`).
    case truncatedNormal(standardDeviation: Double)
    /// Evenly from -bound to bound.
    case uniform(bound: Double)
    /// Evenly within 1 / sqrt(fan in): what PyTorch's `Linear` and `Conv2d` start their weights with.
    case kaimingUniform
    /// Normal with variance 2 / fan out, where the fan out of one group counts (timm `_init_weight_goog`).
    case kaimingNormalFanOut(groups: Int)
    /// Evenly within sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010).
    case xavierUniform

    /// Returns a new tensor of `shape` on the processor.
    public func callAsFunction(
        _ shape: Shape,
        dtype: DType,
        generator: TorchGenerator
    ) throws(TensorError) -> Tensor {
        switch self {
        case .zeros: return try .zeros(shape, dtype: dtype)
        case .ones: return try .ones(shape, dtype: dtype)
        case .constant(let value): return try .full(shape, value, dtype: dtype)
        case .normal(let deviation):
            return try generator.normal(shape, standardDeviation: deviation, dtype: dtype)
        case .truncatedNormal(let deviation):
            return try generator.truncatedNormal(shape, standardDeviation: deviation, limit: 2, dtype: dtype)
        case .uniform(let bound):
            return try generator.uniform(shape, in: -bound...bound, dtype: dtype)
        case .kaimingUniform:
            let bound = 1 / Double(max(1, Fans(shape).incoming)).squareRoot()
            return try generator.uniform(shape, in: -bound...bound, dtype: dtype)
        case .kaimingNormalFanOut(let groups):
            let deviation = (2 / Double(max(1, Fans(shape).outgoing / groups))).squareRoot()
            return try generator.normal(shape, standardDeviation: deviation, dtype: dtype)
        case .xavierUniform:
            let fans = Fans(shape)
            let bound = (6 / Double(max(1, fans.incoming + fans.outgoing))).squareRoot()
            return try generator.uniform(shape, in: -bound...bound, dtype: dtype)
        }
    }
}

/// How many inputs one output sees and how many outputs one input reaches, for a weight `[O, I, ...]`.
private struct Fans {
    let incoming: Int
    let outgoing: Int

    init(_ shape: Shape) {
        let receptiveField = shape.dropFirst(2).reduce(1, *)
        incoming = (shape.count > 1 ? shape[1] : shape.first ?? 1) * receptiveField
        outgoing = (shape.first ?? 1) * receptiveField
    }
}

extension TorchGenerator {
    /// Draws from the normal distribution of mean 0, cut at -`limit` and `limit`, by the inverse of its distribution.
    func truncatedNormal(
        _ shape: Shape,
        standardDeviation: Double,
        limit: Double,
        dtype: DType
    ) throws(TensorError) -> Tensor {
        // The share of the normal distribution within the limits, which is 2 * Phi(limit / deviation) - 1.
        let share = erf(limit / standardDeviation / 2.0.squareRoot())
        return try uniform(shape, in: -share...share, dtype: dtype).inverseErrorFunction()
            .scaled(by: standardDeviation * 2.0.squareRoot()).clamped(-limit, limit)
    }
}

extension Tensor {
    fileprivate func scaled(by factor: Double) throws(TensorError) -> Tensor { try self * factor }
}
