import Parallelism
import Tables

/// The rows of each patient, in an order that does not depend on the order of the table.
///
/// Sums of floating-point numbers depend on the order of their terms. Within a patient the rows are therefore taken in the
/// order of their contents: shuffling the table, or removing other patients from it, changes no bit of a result.
struct PatientGroups: Sendable {
    /// The rows that have a patient, patient by patient.
    let rows: [Int32]

    /// Where each patient's rows lie in `rows`.
    let ranges: [Range<Int>]

    /// The position of each row's patient among `ranges`, or their number for a row without a patient.
    let groupOfRow: [Int32]

    /// Groups rows by the code of their patient; rows without a patient belong to no group.
    ///
    /// - Parameters:
    ///   - patients: The patient of each row.
    ///   - order: The order of the rows of a patient.
    init(_ patients: TextColumn, order: ContentOrder) {
        var counts = [Int](repeating: 0, count: patients.levels.count)
        for code in patients.codes where code >= 0 { counts[Int(code)] += 1 }
        var ranges: [Range<Int>] = []
        var groupOfCode: [Int32] = []
        for count in counts {
            groupOfCode.append(Int32(ranges.count))
            let start = ranges.last?.upperBound ?? 0
            if count > 0 { ranges.append(start..<start + count) }
        }
        var ends = ranges.map(\.lowerBound)
        var rows = [Int32](repeating: 0, count: ranges.last?.upperBound ?? 0)
        let groupOfRow = patients.codes.map { $0 < 0 ? Int32(ranges.count) : groupOfCode[Int($0)] }
        for (row, group) in groupOfRow.enumerated() where group < ranges.count {
            rows[ends[Int(group)]] = Int32(row)
            ends[Int(group)] += 1
        }
        rows.withUnsafeMutableBufferPointer { rows in
            // Every call sorts its own ranges.
            nonisolated(unsafe) let rows = rows
            concurrentPieces(of: ranges.count, length: 4) { [ranges] groups in
                for range in ranges[groups] { order.sort(UnsafeMutableBufferPointer(rebasing: rows[range])) }
            }
        }
        self.rows = rows
        self.ranges = ranges
        self.groupOfRow = groupOfRow
    }

    /// Groups made of parts of others.
    private init(rows: [Int32], ranges: [Range<Int>], rowCount: Int) {
        self.rows = rows
        self.ranges = ranges
        var groupOfRow = [Int32](repeating: Int32(ranges.count), count: rowCount)
        for (group, range) in ranges.enumerated() {
            for row in rows[range] { groupOfRow[Int(row)] = Int32(group) }
        }
        self.groupOfRow = groupOfRow
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
