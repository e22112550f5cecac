import Parallelism

/// An order of rows that follows from the numbers they hold, wherever they stand in the table.
///
/// Rows are ordered by a hash of every twelfth column, which tells most patients' lesions apart; where it does not, by a hash
/// of all columns. (Rows whose hashes of all columns are equal hold equal numbers, but for a chance below 1 in 10^7 in a
/// cohort of 400,000 lesions.)
struct ContentOrder: Sendable {
    private let columns: [[Double]]
    /// One hash of every twelfth column for each row.
    private let hashes: [UInt64]

    init(of columns: [[Double]], rowCount: Int) {
        self.columns = columns
        let few = stride(from: columns.count - 1, through: 0, by: -12).map { columns[$0] }
        hashes = [UInt64](unsafeUninitializedCapacity: rowCount) { hashes, count in
            hashes.initialize(repeating: 0)
            count = rowCount
            // Every call writes its own rows.
            nonisolated(unsafe) let hashes = hashes
            concurrentPieces(of: rowCount, length: 16_384) { rows in
                for column in few {
                    column.withUnsafeBufferPointer { column in
                        for row in rows { hashes[row].mix(column[row]) }
                    }
                }
            }
        }
    }

    /// Puts the rows of one patient in order.
    func sort(_ rows: UnsafeMutableBufferPointer<Int32>) {
        let areDistinct = rows.sort { hashes[Int($0)] }
        guard !areDistinct else { return }
        rows.sort { row in
            var hash: UInt64 = 0
            for column in columns { hash.mix(column[Int(row)]) }
            return hash
        }
    }
}

extension UnsafeMutableBufferPointer<Int32> {
    /// Sorts by keys that lie evenly among all numbers, and returns whether no two are alike.
    ///
    /// The first digits of a key say about where its element comes to stand, so that a short way remains for each.
    @discardableResult
    fileprivate func sort(by key: (Int32) -> UInt64) -> Bool {
        let keyed = map { (key: key($0), element: $0) }
        func place(_ key: UInt64) -> Int { Int(key.multipliedFullWidth(by: UInt64(count)).high) }
        var ends = [Int](repeating: 0, count: count)
        for (key, _) in keyed { ends[place(key)] += 1 }
        for place in ends.indices.dropFirst() { ends[place] += ends[place - 1] }
        var sorted = keyed
        for pair in keyed.reversed() {
            ends[place(pair.key)] -= 1
            sorted[ends[place(pair.key)]] = pair
        }
        var areDistinct = true
        for position in sorted.indices.dropFirst() {
            let pair = sorted[position]
            var place = position
            while place > 0, sorted[place - 1].key > pair.key {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = pair
            if place > 0, sorted[place - 1].key == pair.key { areDistinct = false }
        }
        for (position, pair) in sorted.enumerated() { self[position] = pair.element }
        return areDistinct
    }
}

extension UInt64 {
    /// Mixes a number into a hash; all missing values are alike.
    fileprivate mutating func mix(_ value: Double) {
        // The multiplier is that of Knuth's 64-bit linear congruential generator (MMIX).
        let mixed = (self ^ (value.isFinite ? value.bitPattern : .max)) &* 6_364_136_223_846_793_005
        self = mixed ^ (mixed >> 32)
    }
}
