/// The value below which a share of `values` lies, 0 to 1; 0 where there are none.
///
/// In linear time: a sample tells between which two values the result very likely lies, and only what lies there is put in
/// order (Floyd and Rivest, "Expected time bounds for selection", 1975). Where the sample misled, all values are.
func quantile(_ share: Float, _ values: [Float]) -> Float {
    guard !values.isEmpty else { return 0 }
    let wanted = min(values.count - 1, max(0, Int(share * Float(values.count))))
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: values.count) { room in
        let bracket = likelyBracket(of: wanted, in: values, room)
        var below = 0
        for value in values { below &+= value < bracket.lowerBound ? 1 : 0 }
        var within = 0
        // Every value is written, and only those within the bracket stay: nothing depends on a guess of the processor.
        for value in values {
            room[min(within, values.count - 1)] = value
            within &+= bracket.contains(value) ? 1 : 0
        }
        if (below..<below + within).contains(wanted) {
            return selected(wanted - below, of: UnsafeMutableBufferPointer(rebasing: room[..<within]))
        }
        _ = room.update(fromContentsOf: values)
        return selected(wanted, of: room)
    }
}

/// Two values between which the one at `wanted` in ascending order very likely lies; `room` is overwritten.
private func likelyBracket(
    of wanted: Int,
    in values: [Float],
    _ room: UnsafeMutableBufferPointer<Float>
) -> ClosedRange<Float> {
    let sampleCount = 256
    // Two and a half standard deviations of the rank of a median among so many.
    let margin = 20
    let step = values.count / sampleCount
    guard step >= 4 else { return -.infinity ... .infinity }
    let sample = UnsafeMutableBufferPointer(rebasing: room[..<sampleCount])
    for position in 0..<sampleCount { sample[position] = values[position * step] }
    let rank = wanted * sampleCount / values.count
    let low = rank < margin ? -.infinity : selected(rank - margin, of: sample)
    let high = rank + margin >= sampleCount ? .infinity : selected(rank + margin, of: sample)
    return low...high
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
