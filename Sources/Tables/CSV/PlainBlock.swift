import CArrow

/// Whole lines of a plain CSV text.
struct PlainBlock {
    private let wanted: [PlainCSV.Wanted]
    private let text: UnsafeRawBufferPointer
    private let rows: Range<Int>
    private let numbers: [UnsafeMutableBufferPointer<Double>]
    private var texts: [ByteTexts]
    private var position = 0

    init(
        wanted: [PlainCSV.Wanted],
        text: UnsafeRawBufferPointer,
        rows: Range<Int>,
        numbers: [UnsafeMutableBufferPointer<Double>],
        textCount: Int
    ) {
        self.wanted = wanted
        self.text = text
        self.rows = rows
        self.numbers = numbers
        texts = [ByteTexts](repeating: ByteTexts(), count: textCount)
    }

    /// Reads all lines into the columns of numbers and returns the texts; nil where a line is not plain.
    mutating func read() -> [DecodedTexts]? {
        guard readLines() else { return nil }
        let decoded = texts.compactMap { $0.decoded() }
        return decoded.count == texts.count ? decoded : nil
    }

    private mutating func readLines() -> Bool {
        for row in rows {
            // An empty line is no row, also where there is one column.
            guard position < text.count, !(wanted.count == 1 && Self.endsField(text[position])) else { return false }
            for column in wanted.indices {
                guard readField(wanted[column], row: row), isSeparated(isLast: column == wanted.count - 1) else {
                    return false
                }
            }
        }
        return position >= text.count
    }

    /// Steps over what must follow a field: a comma, or the end of the line after the last one.
    private mutating func isSeparated(isLast: Bool) -> Bool {
        guard isLast else {
            guard position < text.count, text[position] == Byte.comma else { return false }
            position += 1
            return true
        }
        guard position < text.count else { return true }
        if text[position] == Byte.carriageReturn { position += 1 }
        guard position < text.count, text[position] == Byte.newline else { return false }
        position += 1
        return true
    }

    private mutating func readField(_ wanted: PlainCSV.Wanted, row: Int) -> Bool {
        if case .number(let column) = wanted { return readNumber(column, row: row) }
        guard let field = scanField() else { return false }
        guard case .text(let column) = wanted else { return true }
        texts[column].append(UnsafeRawBufferPointer(rebasing: text[field.bytes]), isQuoted: field.isQuoted)
        return true
    }

    private mutating func readNumber(_ column: Int, row: Int) -> Bool {
        guard let base = text.baseAddress else { return false }
        let start = base + position
        var value = 0.0
        let first = start.assumingMemoryBound(to: CChar.self)
        let last = (base + text.count).assumingMemoryBound(to: CChar.self)
        if position < text.count, let end = carrow_parse_double(first, last, &value) {
            let length = end - first
            if position + length >= text.count || Self.endsField(text[position + length]) {
                position += length
                numbers[column].initializeElement(at: row, to: value)
                return true
            }
        }
        guard let field = scanField(), !field.isQuoted else { return false }
        let content = UnsafeRawBufferPointer(rebasing: text[field.bytes])
        guard content.isEmpty || CSVFormat.missing.contains(String(decoding: content, as: UTF8.self)) else {
            return false
        }
        numbers[column].initializeElement(at: row, to: .nan)
        return true
    }

    private static func endsField(_ byte: UInt8) -> Bool {
        byte == Byte.comma || byte == Byte.newline || byte == Byte.carriageReturn
    }

    /// Steps over one field and returns its content, without quotes around it; nil where it is not plain.
    @inline(__always)
    private mutating func scanField() -> (bytes: Range<Int>, isQuoted: Bool)? {
        guard position < text.count, text[position] == Byte.quote else {
            let start = position
            while position < text.count {
                // Most characters stand behind all that end a field, and behind the quote: one look is enough.
                let byte = text[position]
                if byte <= Byte.comma {
                    if Self.endsField(byte) { break }
                    if byte == Byte.quote { return nil }
                }
                position += 1
            }
            return (start..<position, false)
        }
        position += 1
        let start = position
        while position < text.count, text[position] != Byte.newline {
            if text[position] == Byte.quote {
                let end = position
                position += 1
                guard position < text.count, text[position] == Byte.quote else { return (start..<end, true) }
            }
            position += 1
        }
        return nil
    }
}
