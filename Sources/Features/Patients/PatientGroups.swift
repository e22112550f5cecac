import Tables

/// The rows of each patient, in an order that does not depend on the order of the table.
///
/// Sums of floating-point numbers depend on the order of their terms. Within a patient the rows are therefore taken in the
/// order of a hash of their numbers: shuffling the table, or removing other patients from it, changes no bit of a result.
/// (Rows with equal hashes hold equal numbers, but for a chance of about 1 in 10^11 in a cohort of 400,000 lesions.)
struct PatientGroups: Sendable {
    /// The rows that have a patient, patient by patient.
    let rows: [Int32]

    /// Where each patient's rows lie in `rows`.
    let ranges: [Range<Int>]

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
        for range in ranges where range.count > 1 {
            rows[range].sort { contentHashes[Int($0)] < contentHashes[Int($1)] }
        }
        self.rows = rows
        self.ranges = ranges.filter { !$0.isEmpty }
    }

    /// The number of lesions of the patient who has most.
    var largest: Int { ranges.map(\.count).max() ?? 0 }

    /// The number of lesions of each row's patient; NaN for a row without a patient.
    func counts(rowCount: Int) -> [Double] {
        var counts = [Double](repeating: .nan, count: rowCount)
        for range in ranges {
            for position in range { counts[Int(rows[position])] = Double(range.count) }
        }
        return counts
    }
}

/// Returns a hash of the numbers of each row; all missing values are alike.
func contentHashes(of columns: [[Double]], rowCount: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: rowCount)
    for column in columns {
        for row in 0..<rowCount {
            let value = column[row]
            // The multiplier is that of Knuth's 64-bit linear congruential generator (MMIX).
            let mixed = (hashes[row] ^ (value.isFinite ? value.bitPattern : .max)) &* 6_364_136_223_846_793_005
            hashes[row] = mixed ^ (mixed >> 32)
        }
    }
    return hashes
}
