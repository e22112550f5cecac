internal import CTorchInterface

/// libtorch's source of random numbers, always passed explicitly: the global one is never used.
public final class TorchGenerator: @unchecked Sendable {
    let handle: OpaquePointer
    /// Where the numbers are drawn; the tensors it fills live there.
    public let device: Device

    /// Makes a generator from a seed. The same seed gives the same numbers on the same kind of device.
    public init(seed: UInt64, device: Device = .cpu) throws(TensorError) {
        var handle: OpaquePointer?
        try perform("make a generator", []) { $0.generator_make(seed, device.code, &handle) }
        self.handle = try handle.made
        self.device = device
    }

    deinit {
        TensorRuntime.loaded.generator_free(handle)
    }

    /// The whole state as bytes (uint8), to go on from later.
    public func state() throws(TensorError) -> Tensor {
        let state = try tensor("generator state", []) { $0.generator_state(handle, $1) }
        return withExtendedLifetime(self) { state }
    }

    /// Goes on from a state that `state()` returned.
    public func restore(_ state: Tensor) throws(TensorError) {
        try perform("restore a generator", [state]) { $0.generator_set_state(handle, state.handle) }
        withExtendedLifetime(self) {}
    }

    private func random(
        _ distribution: ctorch_distribution,
        _ first: Double,
        _ second: Double,
        _ shape: Shape,
        _ dtype: DType
    ) throws(TensorError) -> Tensor {
        let values = try tensor("random", []) {
            $0.random(
                distribution,
                first,
                second,
                shape.wide,
                Int64(shape.count),
                dtype.code,
                device.code,
                handle,
                $1
            )
        }
        return withExtendedLifetime(self) { values }
    }

    /// Draws from [`range.lowerBound`, `range.upperBound`).
    public func uniform(
        _ shape: Shape,
        in range: ClosedRange<Double> = 0...1,
        dtype: DType = .float32
    ) throws(TensorError) -> Tensor {
        try random(CTORCH_UNIFORM, range.lowerBound, range.upperBound, shape, dtype)
    }

    /// Draws from the normal distribution.
    public func normal(
        _ shape: Shape,
        mean: Double = 0,
        standardDeviation: Double = 1,
        dtype: DType = .float32
    ) throws(TensorError) -> Tensor {
        try random(CTORCH_NORMAL, mean, standardDeviation, shape, dtype)
    }

    /// Draws ones with the given probability, else zeros.
    public func bernoulli(_ shape: Shape, probability: Double, dtype: DType = .float32) throws(TensorError) -> Tensor {
        try random(CTORCH_BERNOULLI, probability, 0, shape, dtype)
    }
}
