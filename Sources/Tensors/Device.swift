internal import CTorchInterface

/// Where a tensor lives and its operations run.
public enum Device: Sendable, Hashable, CustomStringConvertible {
    /// The processor.
    case cpu
    /// The CUDA device of this number; needs `TensorRuntime.enableCUDA()` first.
    case cuda(Int)

    var code: Int32 {
        switch self {
        case .cpu: Int32(CTORCH_CPU)
        case .cuda(let number): Int32(number)
        }
    }

    init(code: Int32) {
        self = code == Int32(CTORCH_CPU) ? .cpu : .cuda(Int(code))
    }

    /// `cpu`, `cuda:0`.
    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(let number): "cuda:\(number)"
        }
    }

    /// The bytes that are free on the device; nil for the processor, which shares the machine's memory.
    public var freeMemory: Int? {
        get throws(TensorError) {
            guard self != .cpu else { return nil }
            var bytes: Int64 = 0
            try perform("ask \(self) for its memory", []) { $0.device_free_memory(code, &bytes) }
            return Int(bytes)
        }
    }
}
