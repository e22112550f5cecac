internal import CTorchInterface
internal import Diagnostics

extension Tensor {
    /// Returns this tensor with another element type; itself where it has that type. Gradients flow through.
    public func to(_ dtype: DType) throws(TensorError) -> Tensor {
        guard dtype != self.dtype else { return self }
        return try tensor("to \(dtype.rawValue)", [self]) { $0.convert(handle, dtype.code, device.code, false, $1) }
    }

    /// Returns this tensor on another device; itself where it is there.
    public func to(_ device: Device) throws(TensorError) -> Tensor {
        guard device != self.device else { return self }
        return try tensor("to \(device)", [self]) { $0.convert(handle, dtype.code, device.code, false, $1) }
    }

    /// Returns a copy of its own memory.
    public func copy() throws(TensorError) -> Tensor {
        try tensor("copy", [self]) { $0.convert(handle, dtype.code, device.code, true, $1) }
    }

    /// Returns this tensor laid out in row-major order.
    public func contiguous() throws(TensorError) -> Tensor {
        try tensor("contiguous", [self]) { $0.contiguous(handle, false, $1) }
    }

    /// Returns an image batch `[N, C, H, W]` laid out in memory with its channels last; the shape stays.
    public func channelsLast() throws(TensorError) -> Tensor {
        try tensor("channelsLast", [self]) { $0.contiguous(handle, true, $1) }
    }

    /// Whether an image batch `[N, C, H, W]` lies in memory with its channels last.
    public var isChannelsLast: Bool {
        get throws(TensorError) {
            var isLast = false
            try perform("isChannelsLast", [self]) { $0.is_channels_last(handle, &isLast) }
            return isLast
        }
    }

    /// Returns the one value of a tensor of one element.
    public func item() throws(TensorError) -> Double {
        var value = 0.0
        try perform("item", [self]) { $0.item(handle, &value) }
        return value
    }

    /// Returns all elements in row-major order, converted to `Element`.
    public func array<Element: TensorElement>(of type: Element.Type = Element.self) throws(TensorError) -> [Element] {
        let converted = try to(Element.dtype)
        let count = converted.count
        var failure: TensorError?
        let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            do throws(TensorError) {
                try converted.copyBytes(
                    to: UnsafeMutableRawBufferPointer(rebasing: bytes[..<(count * Element.dtype.byteCount)])
                )
                initialised = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return values
    }

    /// Returns all elements in row-major order as single-precision numbers.
    public func floats() throws(TensorError) -> [Float] { try array(of: Float.self) }

    /// Returns all elements in row-major order as double-precision numbers.
    public func doubles() throws(TensorError) -> [Double] { try array(of: Double.self) }

    /// Copies the elements in row-major order, in their own type, to a buffer of exactly their size.
    public func copyBytes(to buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
        guard buffer.count > 0 || count == 0 else {
            throw TensorError(.failure, Problem("The buffer for a tensor's bytes is empty"))
        }
        guard let base = buffer.baseAddress else { return }
        try perform("copyBytes", [self]) { $0.to_bytes(handle, base, Int64(buffer.count)) }
    }

    /// The elements in row-major order, in their own type, as bytes.
    public func bytes() throws(TensorError) -> [UInt8] {
        let size = count * dtype.byteCount
        var bytes = [UInt8](repeating: 0, count: size)
        var failure: TensorError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(TensorError) { try copyBytes(to: buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }
}
