/// The number in the precision of `Value`; one that does not fit is missing.
@inline(__always)
func stored<Value: BinaryFloatingPoint>(_ number: Double) -> Value {
    let value = Value(number)
    return value.isFinite ? value : .nan
}
