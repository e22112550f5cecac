/// The number in the precision of `Value`; one that does not fit is missing.
@inline(__always)
func stored<Value: BinaryFloatingPoint>(_ number: Double) -> Value {
    let value = Value(number)
    return value.isFinite ? value : .nan
}

/// The numbers in the precision of `Value`; those that do not fit are missing.
@inline(__always)
func stored<Value: BinaryFloatingPoint>(_ numbers: [Double]) -> [Value] {
    numbers.withUnsafeBufferPointer { stored($0) }
}

@inline(__always)
func stored<Value: BinaryFloatingPoint>(_ numbers: UnsafeBufferPointer<Double>) -> [Value] {
    [Value](unsafeUninitializedCapacity: numbers.count) { result, count in
        for position in numbers.indices { result.initializeElement(at: position, to: stored(numbers[position])) }
        count = numbers.count
    }
}
