/// Hashes texts for the tables of distinct texts.
///
/// The standard library's hash, made to withstand an attacker, takes a quarter of a second for the identifiers of 400,000
/// lesions.
enum TextHash {
    /// A hash of eight bytes at a time: multiplied, and the high half folded into the low one.
    static func of(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
        var position = 0
        while position + 8 <= bytes.count {
            mix(&hash, bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position += 8
        }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest << 8 | UInt64(bytes[position])
            position += 1
        }
        mix(&hash, rest)
        return Int(truncatingIfNeeded: hash)
    }

    @inline(__always)
    private static func mix(_ hash: inout UInt64, _ word: UInt64) {
        // The multiplier is that of Knuth's 64-bit linear congruential generator (MMIX).
        hash = (hash ^ word) &* 6_364_136_223_846_793_005
        hash ^= hash >> 32
    }
}
