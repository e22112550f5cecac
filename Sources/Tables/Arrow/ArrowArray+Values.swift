import CArrow

extension ArrowArray {
    /// Whether any row is missing.
    var hasMissing: Bool { null_count != 0 && buffers[0] != nil }

    /// Whether a row is missing.
    func isMissing(_ row: Int) -> Bool { hasMissing && !bit(of: 0, at: row) }

    /// A bit of a buffer, counted from the first row.
    func bit(of buffer: Int, at row: Int) -> Bool {
        guard let bits = buffers[buffer]?.assumingMemoryBound(to: UInt8.self) else { return false }
        let position = Int(offset) + row
        return bits[position / 8] >> UInt8(position % 8) & 1 == 1
    }

    /// The values of a column of fixed width, those of missing rows included.
    func values<Value>() -> UnsafeBufferPointer<Value> {
        let start = buffers[1]?.assumingMemoryBound(to: Value.self)
        return UnsafeBufferPointer(start: start.map { $0 + Int(offset) }, count: start == nil ? 0 : Int(length))
    }

    /// The indices of a dictionary column, or nil where their format is none we know.
    func indices(format: String) -> [Int]? {
        switch format {
        case "c": (values() as UnsafeBufferPointer<Int8>).map(Int.init)
        case "s": (values() as UnsafeBufferPointer<Int16>).map(Int.init)
        case "i": (values() as UnsafeBufferPointer<Int32>).map(Int.init)
        case "l": (values() as UnsafeBufferPointer<Int64>).map(Int.init)
        case "C": (values() as UnsafeBufferPointer<UInt8>).map(Int.init)
        case "S": (values() as UnsafeBufferPointer<UInt16>).map(Int.init)
        case "I": (values() as UnsafeBufferPointer<UInt32>).map(Int.init)
        default: nil
        }
    }
}

extension [ArrowArray] {
    /// The values of all chunks, converted; missing rows are NaN.
    func numbers<Source, Number: BinaryFloatingPoint>(_ convert: (Source) -> Number) -> [Number] {
        let total = reduce(0) { $0 + Int($1.length) }
        return [Number](unsafeUninitializedCapacity: total) { buffer, count in
            for chunk in self {
                for (row, value) in (chunk.values() as UnsafeBufferPointer<Source>).enumerated() {
                    buffer.initializeElement(at: count + row, to: convert(value))
                }
                if chunk.hasMissing {
                    for row in 0..<Int(chunk.length) where !chunk.bit(of: 0, at: row) { buffer[count + row] = .nan }
                }
                count += Int(chunk.length)
            }
        }
    }
}

/// How Arrow lays out a column of text.
struct ArrowText {
    private let hasWideOffsets: Bool

    /// The layout of a format string (UTF-8 with 32-bit or 64-bit offsets), or nil.
    init?(format: String) {
        switch format {
        case "u": hasWideOffsets = false
        case "U": hasWideOffsets = true
        default: return nil
        }
    }

    /// Calls `body` with each text of `array`; nil is missing.
    func forEach(in array: ArrowArray, _ body: (String?) -> Void) {
        if hasWideOffsets {
            forEach(in: array, offsets: Int64.self, body)
        } else {
            forEach(in: array, offsets: Int32.self, body)
        }
    }

    private func forEach<Offset: FixedWidthInteger>(
        in array: ArrowArray,
        offsets: Offset.Type,
        _ body: (String?) -> Void
    ) {
        guard array.length > 0, let offsets = array.buffers[1]?.assumingMemoryBound(to: Offset.self) else { return }
        let first = Int(array.offset)
        for row in 0..<Int(array.length) {
            if array.isMissing(row) {
                body(nil)
                continue
            }
            let start = Int(offsets[first + row])
            let bytes = UnsafeRawBufferPointer(
                start: array.buffers[2].map { $0 + start },
                count: Int(offsets[first + row + 1]) - start
            )
            body(String(decoding: bytes, as: UTF8.self))
        }
    }
}
