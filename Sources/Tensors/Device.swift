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
}
