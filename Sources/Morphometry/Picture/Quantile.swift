/// The value below which a share of `values` lies, 0 to 1; 0 where there are none.
func quantile(_ share: Float, _ values: [Float]) -> Float {
    values.withUnsafeBufferPointer { quantile(share, $0) }
}

/// The value below which a share of `values` lies, 0 to 1; 0 where there are none.
///
/// In linear time: the values are counted in cells of equal width, and only those in the wanted one's cell are put in order.
func quantile(_ share: Float, _ values: UnsafeBufferPointer<Float>) -> Float {
    guard !values.isEmpty else { return 0 }
    let wanted = min(values.count - 1, max(0, Int(share * Float(values.count))))
    let cells = Cells(values)
    let (cell, below) = cells.cell(of: wanted, in: values)
    // One more, since every value is written and only those of the cell stay: nothing depends on a guess of the processor.
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: values.count + 1) { room in
        var within = 0
        for value in values {
            room[within] = value
            within &+= cells.number(of: value) == cell ? 1 : 0
        }
        return selected(wanted - below, of: UnsafeMutableBufferPointer(rebasing: room[..<within]))
    }
}

/// Cells of equal width from the smallest to the largest of some values; a larger value is never in an earlier cell.
private struct Cells {
    private static let count = 512

    private let low: Float
    private let perUnit: Float

    init(_ values: UnsafeBufferPointer<Float>) {
        guard let start = values.baseAddress, values.count >= 4 else {
            (low, perUnit) = (0, 0)
            return
        }
        var (low, high) = (start.four(0), start.four(0))
        for place in stride(from: 0, to: values.count &- 3, by: 4) {
            let four = start.four(place)
            low.replace(with: four, where: four .< low)
            high.replace(with: four, where: four .> high)
        }
        let last = start.four(values.count &- 4)
        low.replace(with: last, where: last .< low)
        high.replace(with: last, where: last .> high)
        let perUnit = Float(Self.count - 1) / (high.max() - low.min())
        self.low = low.min()
        // Values that are all the same share a cell.
        self.perUnit = perUnit.isFinite ? perUnit : 0
    }

    @inline(__always)
    func number(of value: Float) -> Int {
        // Adding 2^23 leaves the nearest whole number in the low bits.
        Int(((value - low) * perUnit + 8_388_608).bitPattern & UInt32(Self.count - 1))
    }

    /// The cell of the value at `wanted` in ascending order, and how many values lie in earlier ones.
    func cell(of wanted: Int, in values: UnsafeBufferPointer<Float>) -> (cell: Int, below: Int) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.count) { counts in
            counts.initialize(repeating: 0)
            for value in values { counts[number(of: value)] &+= 1 }
            var (cell, below) = (0, 0)
            while below &+ Int(counts[cell]) <= wanted {
                below &+= Int(counts[cell])
                cell &+= 1
            }
            return (cell, below)
        }
    }
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
