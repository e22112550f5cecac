/// The value below which a share of `values` lies, 0 to 1; 0 where there are none.
///
/// In linear time and nearly without branches that depend on the values: they are counted by sign, exponent and leading
/// digits, and only those that share these with the result are compared with each other (Hoare's selection).
func quantile(_ share: Float, _ values: [Float]) -> Float {
    guard !values.isEmpty else { return 0 }
    let wanted = min(values.count - 1, max(0, Int(share * Float(values.count))))
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << binBits) { counts in
        counts.initialize(repeating: 0)
        for value in values { counts[bin(of: value)] &+= 1 }
        var chosen = 0
        var below = 0
        while below + Int(counts[chosen]) <= wanted {
            below += Int(counts[chosen])
            chosen += 1
        }
        let found = Int(counts[chosen])
        // One place more: every value is written, and only those of the bin move the end.
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: found + 1) { alike in
            alike.initialize(repeating: 0)
            var end = 0
            for value in values {
                alike[end] = value
                end &+= bin(of: value) == chosen ? 1 : 0
            }
            return selected(wanted - below, of: UnsafeMutableBufferPointer(rebasing: alike[..<found]))
        }
    }
}

/// The sign, the exponent and two digits of a number.
private let binBits = 11

/// Bins are in the order of the numbers in them.
@inline(__always)
private func bin(of value: Float) -> Int {
    // Positive numbers are in the order of their bits, negative ones in the reverse order.
    let bits = Int32(bitPattern: value.bitPattern)
    let ordered = UInt32(bitPattern: bits ^ ((bits >> 31) | .min))
    return Int(ordered >> UInt32(32 - binBits))
}

/// The value that stands at `wanted` in ascending order.
private func selected(_ wanted: Int, of buffer: UnsafeMutableBufferPointer<Float>) -> Float {
    var low = 0
    var high = buffer.count - 1
    while low < high {
        let pivot = buffer[(low + high) / 2]
        var left = low
        var right = high
        while left <= right {
            while buffer[left] < pivot { left &+= 1 }
            while buffer[right] > pivot { right &-= 1 }
            if left <= right {
                buffer.swapAt(left, right)
                left &+= 1
                right &-= 1
            }
        }
        if wanted <= right {
            high = right
        } else if wanted >= left {
            low = left
        } else {
            break
        }
    }
    return buffer[wanted]
}
