import Imaging

/// A 128-bit perceptual hash: whether each of 8 × 8 places is brighter than its right and than its lower neighbour (dHash).
///
/// Crops that differ by compression, size or brightness differ in a few bits.
struct CropHash: Sendable, Hashable {
    let across: UInt64
    let down: UInt64

    init(across: UInt64, down: UInt64) {
        self.across = across
        self.down = down
    }

    /// Hashes a grey image.
    init(_ image: GreyImage) {
        let cells = image.averaged(width: 9, height: 9)
        var across: UInt64 = 0
        var down: UInt64 = 0
        for y in 0..<8 {
            for x in 0..<8 {
                let here = cells[y * 9 + x]
                across = across << 1 | (here > cells[y * 9 + x + 1] ? 1 : 0)
                down = down << 1 | (here > cells[(y + 1) * 9 + x] ? 1 : 0)
            }
        }
        self.across = across
        self.down = down
    }

    /// The number of bits in which two hashes differ.
    func distance(to other: CropHash) -> Int {
        (across ^ other.across).nonzeroBitCount + (down ^ other.down).nonzeroBitCount
    }

    /// The hash in eight bands of sixteen bits.
    var bands: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? across : down) >> UInt64($0 % 4 * 16)) }
    }
}

/// Finds all pairs of hashes within a distance without comparing each with each.
///
/// Two hashes that differ in at most six bits agree in at least two of eight bands. So for every two bands the hashes are
/// sorted by them, and only neighbours with equal bands are compared.
enum CropHashIndex {
    /// The largest distance that is found.
    static let reach = 6
    /// Larger buckets are flat or empty pictures that all look alike; comparing all of them would take for ever.
    private static let largestBucket = 512

    /// Returns the pairs of positions in `hashes` within ``reach``, each once, in rising order.
    static func pairs(_ hashes: [CropHash]) -> [(first: Int, second: Int)] {
        var found: Set<UInt64> = []
        let bands = hashes.map(\.bands)
        for left in 0..<7 {
            for right in (left + 1)..<8 {
                let keys = bands.indices.map {
                    UInt64(bands[$0][left]) << 48 | UInt64(bands[$0][right]) << 32 | UInt64($0)
                }.sorted()
                var start = 0
                while start < keys.count {
                    var end = start + 1
                    while end < keys.count, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
                    if end - start <= largestBucket { compare(keys[start..<end], hashes, &found) }
                    start = end
                }
            }
        }
        return found.sorted().map { (Int($0 >> 32), Int($0 & 0xFFFF_FFFF)) }
    }

    private static func compare(_ keys: ArraySlice<UInt64>, _ hashes: [CropHash], _ found: inout Set<UInt64>) {
        for first in keys.indices {
            for second in (first + 1)..<max(first + 1, keys.endIndex) {
                let rows = (keys[first] & 0xFFFF_FFFF, keys[second] & 0xFFFF_FFFF)
                guard hashes[Int(rows.0)].distance(to: hashes[Int(rows.1)]) <= reach else { continue }
                found.insert(min(rows.0, rows.1) << 32 | max(rows.0, rows.1))
            }
        }
    }
}
