/// Small whole numbers, each in as many bits as the largest needs, as one run of Parquet's RLE/bit-packing hybrid.
enum BitPacking {
    /// The number of bits of each position in a dictionary of `count` texts.
    static func width(positionsBelow count: Int) -> Int {
        max(1, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    }

    /// The run of `count` numbers of `width` bits (1 to 31), the lowest bit first.
    @inline(__always)
    static func run(count: Int, width: Int, _ number: (Int) -> UInt32) -> [UInt8] {
        // Numbers come in eights, so the last eight may be filled up with zeros.
        let eights = (count + 7) / 8
        var run: [UInt8] = []
        run.appendVariableLength(UInt64(eights << 1 | 1))
        let packed = [UInt8](unsafeUninitializedCapacity: eights * width + 4) { bytes, size in
            var (bits, bitCount) = (UInt64(0), 0)
            size = 0
            for position in 0..<count {
                bits |= UInt64(number(position)) << UInt64(bitCount)
                bitCount += width
                if bitCount >= 32 {
                    UnsafeMutableRawBufferPointer(bytes).storeBytes(
                        of: UInt32(truncatingIfNeeded: bits).littleEndian,
                        toByteOffset: size,
                        as: UInt32.self
                    )
                    size += 4
                    bits >>= 32
                    bitCount -= 32
                }
            }
            while size < eights * width {
                bytes.initializeElement(at: size, to: UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                size += 1
            }
        }
        return run + packed
    }

    /// Which of `count` rows are present, one bit each, behind the length of the run: the levels of a data page.
    @inline(__always)
    static func levels(count: Int, isPresent: (Int) -> Bool) -> [UInt8] {
        let run = run(count: count, width: 1) { isPresent($0) ? 1 : 0 }
        var levels: [UInt8] = []
        levels.appendLittleEndian(UInt32(run.count))
        return levels + run
    }
}
