import Tables

/// The rows of each patient, in an order that does not depend on the order of the table.
///
/// Sums of floating-point numbers depend on the order of their terms. Within a patient the rows are therefore taken in the
/// order of a hash of their numbers: shuffling the table, or removing other patients from it, changes no bit of a result.
/// (Rows with equal hashes hold equal numbers, but for a chance below 1 in 10^7 in a cohort of 400,000 lesions.)
struct PatientGroups: Sendable {
    /// The rows that have a patient, patient by patient.
    let rows: [Int32]

    /// Where each patient's rows lie in `rows`.
    let ranges: [Range<Int>]

    /// The position of each row's patient among `ranges`, or their number for a row without a patient.
    let groupOfRow: [Int32]

    private init(rows: [Int32], ranges: [Range<Int>], rowCount: Int) {
        self.rows = rows
        self.ranges = ranges
        var groupOfRow = [Int32](repeating: Int32(ranges.count), count: rowCount)
        for (group, range) in ranges.enumerated() {
            for row in rows[range] { groupOfRow[Int(row)] = Int32(group) }
        }
        self.groupOfRow = groupOfRow
    }

    /// Groups rows by the code of their patient; rows without a patient belong to no group.
    ///
    /// - Parameters:
    ///   - groups: The patient of each row.
    ///   - contentHashes: One hash of its numbers for each row.
    init(_ groups: TextColumn, contentHashes: [UInt64]) {
        var ends = [Int](repeating: 0, count: groups.levels.count)
        for code in groups.codes where code >= 0 { ends[Int(code)] += 1 }
        var ranges: [Range<Int>] = []
        var total = 0
        for code in ends.indices {
            ranges.append(total..<total + ends[code])
            total += ends[code]
            ends[code] = ranges[code].lowerBound
        }
        var rows = [Int32](repeating: 0, count: total)
        for (row, code) in groups.codes.enumerated() where code >= 0 {
            rows[ends[Int(code)]] = Int32(row)
            ends[Int(code)] += 1
        }
        let ordered = concurrentMap(ranges.count) { [rows, ranges] index in
            Self.sorted(rows[ranges[index]], by: contentHashes)
        }
        self.init(
            rows: ordered.flatMap { $0 },
            ranges: ranges.filter { !$0.isEmpty },
            rowCount: groups.count
        )
    }

    /// The rows in the order of their hashes, but for the hashes' last bits: those make room for the rows' positions, so that
    /// plain numbers are sorted.
    private static func sorted(_ rows: ArraySlice<Int32>, by hashes: [UInt64]) -> [Int32] {
        let positions = UInt64(1) << UInt64(UInt64.bitWidth - rows.count.leadingZeroBitCount) - 1
        let keys = rows.enumerated().map { hashes[Int($1)] & ~positions | UInt64($0) }.sorted()
        return keys.map { rows[rows.startIndex + Int($0 & positions)] }
    }

    /// Splits every patient's rows by a second code; -1, a missing value, is a code like the others.
    ///
    /// Within the parts, the order of the rows stays.
    func refined(by codes: [Int32]) -> PatientGroups {
        var rows = rows
        var parts: [Range<Int>] = []
        for range in ranges {
            let ordered = self.rows[range].enumerated().sorted {
                (codes[Int($0.element)], $0.offset) < (codes[Int($1.element)], $1.offset)
            }
            var start = range.lowerBound
            for (position, row) in zip(range, ordered) {
                rows[position] = row.element
                guard codes[Int(row.element)] != codes[Int(rows[start])] else { continue }
                parts.append(start..<position)
                start = position
            }
            parts.append(start..<range.upperBound)
        }
        return PatientGroups(rows: rows, ranges: parts, rowCount: groupOfRow.count)
    }

    /// The number of lesions of the patient who has most.
    var largest: Int { ranges.map(\.count).max() ?? 0 }

    /// The number of lesions of each row's patient; NaN for a row without a patient.
    var counts: [Double] {
        [Double](unsafeUninitializedCapacity: groupOfRow.count) { counts, count in
            count = groupOfRow.count
            writeCounts(to: counts)
        }
    }

    /// Writes the same to `counts`, which has room for every row.
    func writeCounts<Value: BinaryFloatingPoint>(to counts: UnsafeMutableBufferPointer<Value>) {
        let sizes = ranges.map { Value($0.count) } + [.nan]
        for (row, group) in groupOfRow.enumerated() { counts[row] = sizes[Int(group)] }
    }
}

// MARK: - Working patient by patient

extension PatientGroups {
    /// Turns the values of each group into others; one result per row, in the precision of `Value`.
    ///
    /// - Parameter body: Replaces the values of one group, NaN where missing; returns false where the whole group has none.
    func map<Value: BinaryFloatingPoint>(
        _ values: [Double],
        as type: Value.Type,
        _ body: (UnsafeMutableBufferPointer<Double>) -> Bool
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: values.count) { result, count in
            result.initialize(repeating: .nan)
            count = values.count
            rows.withUnsafeBufferPointer { rows in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: largest) { buffer in
                    for range in ranges {
                        let group = UnsafeMutableBufferPointer(rebasing: buffer[..<range.count])
                        let members = UnsafeBufferPointer(rebasing: rows[range])
                        for position in members.indices { group[position] = values[Int(members[position])] }
                        guard body(group) else { continue }
                        for position in members.indices { result[Int(members[position])] = stored(group[position]) }
                    }
                }
            }
        }
    }

    /// Replaces the values of each group by one number for all its rows.
    func map<Value: BinaryFloatingPoint>(
        _ values: [Double],
        as type: Value.Type,
        summary: (UnsafeMutableBufferPointer<Double>) -> Double
    ) -> [Value] {
        map(values, as: type) { group in
            group.update(repeating: summary(group))
            return true
        }
    }

    /// The values in the order of `rows`.
    func gather(_ values: [Double]) -> [Double] { rows.map { values[Int($0)] } }

    /// The values, given in the order of `rows`, one per row of a table; a row without a patient has none.
    func scatter<Value: BinaryFloatingPoint>(_ gathered: [Double], rowCount: Int, as type: Value.Type) -> [Value] {
        var values = [Value](repeating: .nan, count: rowCount)
        for (row, value) in zip(rows, gathered) { values[Int(row)] = stored(value) }
        return values
    }
}
