internal import CTorchInterface

// Operands are broadcast as in NumPy. A scalar never changes a floating-point tensor's type, nor does a whole one that of a tensor of
// whole numbers, except by `/`.
extension Tensor {
    private static func binary(
        _ name: String,
        _ operation: ctorch_binary,
        _ left: Tensor,
        _ right: Tensor
    ) throws(TensorError) -> Tensor {
        try tensor(name, [left, right]) { $0.binary(operation, left.handle, right.handle, $1) }
    }

    private static func binary(
        _ name: String,
        _ operation: ctorch_binary,
        _ left: Tensor,
        _ right: Double
    ) throws(TensorError) -> Tensor {
        try tensor(name, [left]) { $0.binary_scalar(operation, left.handle, right, $1) }
    }

    /// Adds element by element.
    public static func + (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
        try binary("+", CTORCH_ADD, left, right)
    }
    /// Adds a number to every element.
    public static func + (left: Tensor, right: Double) throws(TensorError) -> Tensor {
        try binary("+", CTORCH_ADD, left, right)
    }
    /// Adds a number to every element.
    public static func + (left: Double, right: Tensor) throws(TensorError) -> Tensor { try right + left }

    /// Subtracts element by element.
    public static func - (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
        try binary("-", CTORCH_SUBTRACT, left, right)
    }
    /// Subtracts a number from every element.
    public static func - (left: Tensor, right: Double) throws(TensorError) -> Tensor {
        try binary("-", CTORCH_SUBTRACT, left, right)
    }
    /// Subtracts every element from a number.
    public static func - (left: Double, right: Tensor) throws(TensorError) -> Tensor { try -right + left }

    /// Multiplies element by element.
    public static func * (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
        try binary("*", CTORCH_MULTIPLY, left, right)
    }
    /// Multiplies every element by a number.
    public static func * (left: Tensor, right: Double) throws(TensorError) -> Tensor {
        try binary("*", CTORCH_MULTIPLY, left, right)
    }
    /// Multiplies every element by a number.
    public static func * (left: Double, right: Tensor) throws(TensorError) -> Tensor { try right * left }

    /// Divides element by element.
    public static func / (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
        try binary("/", CTORCH_DIVIDE, left, right)
    }
    /// Divides every element by a number.
    public static func / (left: Tensor, right: Double) throws(TensorError) -> Tensor {
        try binary("/", CTORCH_DIVIDE, left, right)
    }
    /// Divides a number by every element.
    public static func / (left: Double, right: Tensor) throws(TensorError) -> Tensor {
        try tensor("/", [right]) { $0.reciprocal(left, right.handle, $1) }
    }

    /// Changes every element's sign.
    public static prefix func - (operand: Tensor) throws(TensorError) -> Tensor {
        try operand.unary("negate", CTORCH_NEGATE)
    }

    /// Raises every element to a power.
    public func power(_ exponent: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("power", CTORCH_POWER, self, exponent)
    }
    /// Raises element by element to a power.
    public func power(_ exponent: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("power", CTORCH_POWER, self, exponent)
    }

    /// Divides element by element and rounds down.
    public func floorDivided(by divisor: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("floorDivided", CTORCH_FLOOR_DIVIDE, self, divisor)
    }
    /// Divides every element by a number and rounds down.
    public func floorDivided(by divisor: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("floorDivided", CTORCH_FLOOR_DIVIDE, self, divisor)
    }
    /// Returns what is left of every element after whole divisors; it has the element's sign.
    public func truncatingRemainder(dividingBy divisor: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("truncatingRemainder", CTORCH_TRUNCATING_REMAINDER, self, divisor)
    }
    /// Returns what is left of every element after whole divisors; it has the element's sign.
    public func truncatingRemainder(dividingBy divisor: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("truncatingRemainder", CTORCH_TRUNCATING_REMAINDER, self, divisor)
    }

    /// Returns the larger of every element and its partner.
    public func maximum(_ other: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("maximum", CTORCH_MAXIMUM, self, other)
    }
    /// Returns every element, or `lowest` where that is larger.
    public func maximum(_ lowest: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("maximum", CTORCH_MAXIMUM, self, lowest)
    }
    /// Returns the smaller of every element and its partner.
    public func minimum(_ other: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("minimum", CTORCH_MINIMUM, self, other)
    }
    /// Returns every element, or `highest` where that is smaller.
    public func minimum(_ highest: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("minimum", CTORCH_MINIMUM, self, highest)
    }
    /// Returns every element, or the nearer limit where it lies outside.
    public func clamped(_ lowest: Double, _ highest: Double) throws(TensorError) -> Tensor {
        try tensor("clamp", [self]) { $0.clamp(handle, lowest, highest, $1) }
    }

    /// Says element by element whether two tensors are equal, as a tensor of truth values.
    public func equals(_ other: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("equals", CTORCH_EQUAL, self, other)
    }
    /// Says for every element whether it equals a number.
    public func equals(_ other: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("equals", CTORCH_EQUAL, self, other)
    }
    /// Says element by element whether this tensor's is smaller.
    public func isLess(than other: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("isLess", CTORCH_LESS, self, other)
    }
    /// Says for every element whether it is smaller than a number.
    public func isLess(than other: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("isLess", CTORCH_LESS, self, other)
    }
    /// Says element by element whether this tensor's is larger.
    public func isGreater(than other: Tensor) throws(TensorError) -> Tensor {
        try Tensor.binary("isGreater", CTORCH_GREATER, self, other)
    }
    /// Says for every element whether it is larger than a number.
    public func isGreater(than other: Double) throws(TensorError) -> Tensor {
        try Tensor.binary("isGreater", CTORCH_GREATER, self, other)
    }

    /// Takes each element from `yes` where `condition` is true, else from `no`.
    public static func choose(
        _ condition: Tensor,
        _ yes: Tensor,
        else no: Tensor
    ) throws(TensorError) -> Tensor {
        try tensor("choose", [condition, yes, no]) { $0.where(condition.handle, yes.handle, no.handle, $1) }
    }

    /// Whether two tensors have the same shape and the same elements.
    public func isEqual(to other: Tensor) throws(TensorError) -> Bool {
        var equal = false
        try perform("isEqual", [self, other]) { $0.equal(handle, other.handle, &equal) }
        return equal
    }

    /// The matrix product, over the last two axes; the axes before them are broadcast.
    public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
        try tensor("matmul", [self, other]) { $0.matmul(handle, other.handle, $1) }
    }

    /// The singular value decomposition of a matrix `[M, N]`: `u [M, K]`, `values [K]`, `vTransposed [K, N]`.
    public func singularValues() throws(TensorError) -> (u: Tensor, values: Tensor, vTransposed: Tensor) {
        var u: OpaquePointer?
        var values: OpaquePointer?
        var vTransposed: OpaquePointer?
        try perform("singularValues", [self]) { $0.singular_values(handle, &u, &values, &vTransposed) }
        return (
            Tensor(owning: try u.made), Tensor(owning: try values.made), Tensor(owning: try vTransposed.made)
        )
    }
}
