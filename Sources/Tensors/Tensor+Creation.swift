internal import CTorchInterface

extension Tensor {
    /// Makes a tensor of the given values in row-major order, one-dimensional unless a shape is given.
    ///
    /// To another device than the processor they travel through pinned memory, and work that needs them may be asked for at once:
    /// it begins when they are there.
    public convenience init<Element: TensorElement>(
        _ values: [Element],
        shape: Shape? = nil,
        on device: Device = .cpu
    ) throws(TensorError) {
        let copied = values.withUnsafeBytes { bytes in
            Result { () throws(TensorError) in try Tensor.copy(bytes, shape ?? [values.count], Element.dtype, device) }
        }
        self.init(owning: try copied.get())
    }

    /// Makes a tensor without axes of one value, on the processor.
    public convenience init<Element: TensorElement>(scalar value: Element) throws(TensorError) {
        try self.init([value], shape: [])
    }

    /// Copies contiguous elements of the given type in row-major order, on the processor.
    public convenience init(
        copying bytes: UnsafeRawBufferPointer,
        shape: Shape,
        dtype: DType
    ) throws(TensorError) {
        self.init(owning: try Tensor.copy(bytes, shape, dtype, .cpu))
    }

    private static func copy(
        _ bytes: UnsafeRawBufferPointer,
        _ shape: Shape,
        _ dtype: DType,
        _ device: Device
    ) throws(TensorError) -> OpaquePointer {
        var handle: OpaquePointer?
        try perform("make a tensor of shape \(shape) on \(device)", []) { torch in
            torch.from_bytes(
                bytes.baseAddress,
                Int64(bytes.count),
                shape.wide,
                Int64(shape.count),
                dtype.code,
                device.code,
                &handle
            )
        }
        return try handle.made
    }

    /// Returns a tensor filled with `value`.
    public static func full(
        _ shape: Shape,
        _ value: Double,
        dtype: DType = .float32,
        device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try tensor("full", []) { $0.full(shape.wide, Int64(shape.count), value, dtype.code, device.code, $1) }
    }

    /// Returns a tensor of zeros.
    public static func zeros(
        _ shape: Shape,
        dtype: DType = .float32,
        device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try full(shape, 0, dtype: dtype, device: device)
    }

    /// Returns a tensor of ones.
    public static func ones(
        _ shape: Shape,
        dtype: DType = .float32,
        device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try full(shape, 1, dtype: dtype, device: device)
    }

    /// Returns zeros with this tensor's shape, type, device and layout in memory.
    public func zerosLike() throws(TensorError) -> Tensor { try unary("zerosLike", CTORCH_ZEROS_LIKE) }

    /// Returns `start`, `start + step`, ... below `end`.
    public static func arange(
        _ start: Double = 0,
        _ end: Double,
        step: Double = 1,
        dtype: DType = .float32,
        device: Device = .cpu
    ) throws(TensorError) -> Tensor {
        try tensor("arange", []) { $0.arange(start, end, step, dtype.code, device.code, $1) }
    }
}

extension Optional where Wrapped == OpaquePointer {
    /// The handle that a successful call left.
    var made: OpaquePointer {
        get throws(TensorError) {
            guard let self else { throw .operation("make a tensor", of: [], "no result", outOfMemory: false) }
            return self
        }
    }
}
