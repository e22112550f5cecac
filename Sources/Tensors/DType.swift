internal import CTorchInterface

/// The type of a tensor's elements.
public enum DType: String, Sendable, CaseIterable, Codable {
    /// IEEE single precision: smallest normal number 1.2e-38.
    case float32
    /// IEEE double precision.
    case float64
    /// IEEE half precision: largest number 65,504, smallest normal 6.1e-5, smallest subnormal 6.0e-8.
    case float16
    /// Single precision's range with 8 bits of mantissa.
    case bfloat16
    /// Whole numbers of 64 bits; the type of indices.
    case int64
    /// Whole numbers of 32 bits.
    case int32
    /// Whole numbers of 16 bits.
    case int16
    /// Whole numbers of 8 bits.
    case int8
    /// Bytes; the type of pixels.
    case uint8
    /// Truth values, a byte each.
    case bool

    /// The size of one element in bytes.
    public var byteCount: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16, .int16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// Whether the elements are floating-point numbers, and so can have gradients.
    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float64, .float16, .bfloat16: true
        case .int64, .int32, .int16, .int8, .uint8, .bool: false
        }
    }

    var code: ctorch_dtype {
        switch self {
        case .float32: CTORCH_FLOAT32
        case .float64: CTORCH_FLOAT64
        case .float16: CTORCH_FLOAT16
        case .bfloat16: CTORCH_BFLOAT16
        case .int64: CTORCH_INT64
        case .int32: CTORCH_INT32
        case .int16: CTORCH_INT16
        case .int8: CTORCH_INT8
        case .uint8: CTORCH_UINT8
        case .bool: CTORCH_BOOL
        }
    }

    init?(code: Int32) {
        guard let dtype = DType.allCases.first(where: { Int32($0.code.rawValue) == code }) else { return nil }
        self = dtype
    }
}

/// A Swift type whose values can be a tensor's elements.
public protocol TensorElement: BitwiseCopyable, Sendable {
    /// The element type of a tensor of such values.
    static var dtype: DType { get }
}

extension Float: TensorElement {
    /// Single precision.
    public static var dtype: DType { .float32 }
}
extension Double: TensorElement {
    /// Double precision.
    public static var dtype: DType { .float64 }
}
extension Int64: TensorElement {
    /// Whole numbers of 64 bits.
    public static var dtype: DType { .int64 }
}
extension Int: TensorElement {
    /// Whole numbers of 64 bits.
    public static var dtype: DType { .int64 }
}
extension Int32: TensorElement {
    /// Whole numbers of 32 bits.
    public static var dtype: DType { .int32 }
}
extension Int16: TensorElement {
    /// Whole numbers of 16 bits.
    public static var dtype: DType { .int16 }
}
extension UInt8: TensorElement {
    /// Bytes.
    public static var dtype: DType { .uint8 }
}
extension Bool: TensorElement {
    /// Truth values.
    public static var dtype: DType { .bool }
}
