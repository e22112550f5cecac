/// Returns a hash of the numbers of each row; all missing values are alike.
func contentHashes(of columns: [[Double]], rowCount: Int) -> [UInt64] {
    let rowsTogether = 16_384
    let starts = Array(stride(from: 0, to: rowCount, by: rowsTogether))
    return concurrentMap(starts.count) { index in
        let rows = starts[index]..<min(starts[index] + rowsTogether, rowCount)
        var hashes = [UInt64](repeating: 0, count: rows.count)
        for column in columns {
            column.withUnsafeBufferPointer { column in
                hashes.withUnsafeMutableBufferPointer { hashes in
                    for position in hashes.indices {
                        let value = column[rows.lowerBound + position]
                        // The multiplier is that of Knuth's 64-bit linear congruential generator (MMIX).
                        let bits = value.isFinite ? value.bitPattern : .max
                        let mixed = (hashes[position] ^ bits) &* 6_364_136_223_846_793_005
                        hashes[position] = mixed ^ (mixed >> 32)
                    }
                }
            }
        }
        return hashes
    }.flatMap { $0 }
}
