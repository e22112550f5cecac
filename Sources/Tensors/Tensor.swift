internal import CTorchInterface

/// The sizes of a tensor's axes.
public typealias Shape = [Int]

/// An array of numbers with a shape, an element type and a device: libtorch's tensor.
///
/// A tensor never changes after it is made, except through `ParameterUpdate`, which belongs to the optimiser; so tensors
/// may be shared between threads. Gradients are recorded by libtorch. Every operation throws a `TensorError` that names
/// the operation and the shapes.
///
/// Swift keeps a named tensor alive to the end of its scope: in a forward pass write `x = try layer(x)` over and over
/// rather than naming each intermediate, or all of them stay in memory.
public final class Tensor: @unchecked Sendable {
    let handle: OpaquePointer

    /// Takes over a handle that libCTorch gave.
    init(owning handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        TensorRuntime.loaded.tensor_free(handle)
    }

    private func describe() -> ctorch_description {
        withExtendedLifetime(self) {
            var description = ctorch_description()
            TensorRuntime.loaded.describe(handle, &description)
            return description
        }
    }

    /// The sizes of the axes; empty for a single number.
    public var shape: Shape {
        withExtendedLifetime(self) {
            let description = describe()
            return UnsafeBufferPointer(start: description.sizes, count: Int(description.rank)).map(Int.init)
        }
    }

    /// The number of axes.
    public var rank: Int { Int(describe().rank) }

    /// The number of elements.
    public var count: Int { Int(describe().count) }

    /// The type of the elements. Only types that `DType` names are ever made.
    public var dtype: DType { DType(code: describe().dtype) ?? .float32 }

    /// Where the tensor lives.
    public var device: Device { Device(code: describe().device) }

    /// Whether operations on this tensor are recorded for `backward`.
    public var requiresGradient: Bool { describe().requires_grad }
}

extension Tensor: CustomStringConvertible {
    /// Shape, type and device, such as `Tensor [2, 3] float32 cpu`; never the values.
    public var description: String { "Tensor \(shape) \(dtype.rawValue) \(device)" }
}

/// Calls a function of libtorch's table that gives one tensor.
///
/// The inputs are kept alive until the call is over, and their shapes are named where it fails.
func tensor(
    _ operation: String,
    _ inputs: [Tensor],
    _ call: (ctorch_api, UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(TensorError) -> Tensor {
    var handle: OpaquePointer?
    try perform(operation, inputs) { torch in call(torch, &handle) }
    guard let handle else {
        throw TensorError.operation(operation, of: inputs.map(\.shape), "no result", outOfMemory: false)
    }
    return Tensor(owning: handle)
}

/// Calls a function of libtorch's table that returns a status.
func perform(
    _ operation: String,
    _ inputs: [Tensor],
    _ call: (ctorch_api) -> Int32
) throws(TensorError) {
    let torch = try TensorRuntime.functions()
    let status = withExtendedLifetime(inputs) { call(torch) }
    guard status == Int32(CTORCH_OK) else {
        throw TensorError.operation(
            operation,
            of: inputs.map(\.shape),
            String(cString: torch.last_error()),
            outOfMemory: status == Int32(CTORCH_OUT_OF_MEMORY)
        )
    }
}

extension Array where Element == Int {
    /// The integers as libtorch wants them.
    var wide: [Int64] { map(Int64.init) }
}
