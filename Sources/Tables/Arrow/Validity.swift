import CArrow

/// Which rows of a column are present: one bit each, as Arrow wants them.
struct Validity {
    private var bits: [UInt8]
    private var missingCount = 0

    /// Says that all values are present.
    init() { bits = [] }

    /// Notes which of `numbers` are present, that is, not NaN.
    init<Number: BinaryFloatingPoint>(numbers: UnsafeBufferPointer<Number>) {
        // All are looked at, many at once, which takes less time than to stop at the first. NaN differs from itself.
        var found: UInt32 = 0
        for number in numbers { found |= number != number ? 1 : 0 }
        self = found == 0 ? Validity() : Validity(numbers) { $0 == $0 }
    }

    /// Notes which of `values` are present.
    init<Value>(_ values: some Collection<Value>, isPresent: (Value) -> Bool) {
        // Most columns are complete, which is soon seen.
        guard values.contains(where: { !isPresent($0) }) else {
            bits = []
            return
        }
        bits = Array(repeating: 0xFF, count: (values.count + 7) / 8)
        for (row, value) in values.enumerated() where !isPresent(value) {
            bits[row / 8] &= ~(1 << UInt8(row % 8))
            missingCount += 1
        }
    }

    /// Calls `body` with an Arrow array over `buffers`, which must outlive the call. Arrow may keep the array only
    /// during the call.
    func withArray<Result>(
        length: Int,
        buffers: [UnsafeRawPointer?],
        dictionary: UnsafeMutablePointer<ArrowArray>? = nil,
        _ body: (inout ArrowArray) throws -> Result
    ) rethrows -> Result {
        try bits.withUnsafeBufferPointer { bits in
            var all = [missingCount > 0 ? UnsafeRawPointer(bits.baseAddress) : nil] + buffers
            return try all.withUnsafeMutableBufferPointer { all in
                var array = ArrowArray(
                    length: Int64(length),
                    null_count: Int64(missingCount),
                    offset: 0,
                    n_buffers: Int64(all.count),
                    n_children: 0,
                    buffers: all.baseAddress,
                    children: nil,
                    dictionary: dictionary,
                    // Swift owns the memory: releasing only says that Arrow is done with it.
                    release: { $0?.pointee.release = nil },
                    private_data: nil
                )
                return try body(&array)
            }
        }
    }
}
