/// The rows of a column that hold a number, sorted by it: one sort that every statistic of the column is read from.
struct RowOrder: Sendable {
    /// The rows with a finite number, in rising order; equal numbers in the order of the rows.
    let rows: [Int32]

    /// Sorts digit by digit, eleven bits at a time: linear in the number of rows.
    init(_ values: [Double]) {
        var keys: [UInt64] = []
        var rows: [Int32] = []
        keys.reserveCapacity(values.count)
        rows.reserveCapacity(values.count)
        for (row, value) in values.enumerated() where value.isFinite {
            let bits = (value + 0).bitPattern
            keys.append(bits >> 63 == 1 ? ~bits : bits | 1 << 63)
            rows.append(Int32(row))
        }
        var otherKeys = keys
        var otherRows = rows
        for shift in stride(from: 0, to: 64, by: 11) {
            var starts = [Int](repeating: 0, count: 2048)
            for key in keys { starts[Int(truncatingIfNeeded: key >> UInt64(shift)) & 2047] += 1 }
            if starts.contains(keys.count) { continue }
            var next = 0
            for digit in starts.indices { (starts[digit], next) = (next, next + starts[digit]) }
            otherKeys.withUnsafeMutableBufferPointer { otherKeys in
                otherRows.withUnsafeMutableBufferPointer { otherRows in
                    for (key, row) in zip(keys, rows) {
                        let digit = Int(truncatingIfNeeded: key >> UInt64(shift)) & 2047
                        otherKeys[starts[digit]] = key
                        otherRows[starts[digit]] = row
                        starts[digit] += 1
                    }
                }
            }
            swap(&keys, &otherKeys)
            swap(&rows, &otherRows)
        }
        self.rows = rows
    }

    /// The quantile at `share`, interpolating linearly between neighbours as NumPy does; NaN without rows.
    func quantile(_ share: Double, of values: [Double]) -> Double {
        guard !rows.isEmpty else { return .nan }
        let position = share * Double(rows.count - 1)
        let below = Int(position)
        let above = min(below + 1, rows.count - 1)
        let low = values[Int(rows[below])]
        return low + (values[Int(rows[above])] - low) * (position - Double(below))
    }

    /// Calls `body` with each run of rows that hold the same number, in rising order.
    @inline(__always)
    func forEachTie(in values: [Double], _ body: (ArraySlice<Int32>) -> Void) {
        var first = 0
        while first < rows.count {
            let value = values[Int(rows[first])]
            var end = first + 1
            while end < rows.count, values[Int(rows[end])] == value { end += 1 }
            body(rows[first..<end])
            first = end
        }
    }

    /// The rank of each row from 1, ties sharing their mean rank; NaN where the row holds no number.
    func meanRanks(of values: [Double]) -> [Double] {
        var ranks = [Double](repeating: .nan, count: values.count)
        var passed = 0
        forEachTie(in: values) { tie in
            let rank = Double(passed) + Double(tie.count + 1) / 2
            for row in tie { ranks[Int(row)] = rank }
            passed += tie.count
        }
        return ranks
    }
}
