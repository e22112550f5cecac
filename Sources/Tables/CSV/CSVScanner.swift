/// Walks over the records of a CSV text (RFC 4180) and knows where each one stands.
///
/// Arrow reads the tables; this reads headers, and finds the place of what Arrow could not read.
struct CSVScanner {
    /// The place of one field, without its quotes.
    struct Field {
        let bytes: Range<Int>
        let isQuoted: Bool
    }

    private let text: UnsafeRawBufferPointer
    /// Where the next record starts.
    private(set) var position: Int
    private var line = 1

    /// The fields of the current record.
    private(set) var fields: [Field] = []

    /// The line, from 1, on which the current record starts.
    private(set) var recordLine = 0

    /// Whether the text ended inside a quoted field of the current record.
    private(set) var isUnclosed = false

    /// Scans `text` from its start, past a byte order mark.
    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Goes to the next record that is not an empty line; returns false at the end.
    mutating func next() -> Bool {
        skipEmptyLines()
        guard position < text.count else { return false }
        fields.removeAll(keepingCapacity: true)
        recordLine = line
        isUnclosed = false
        while true {
            fields.append(scanField())
            guard position < text.count, text[position] == Byte.comma else { break }
            position += 1
        }
        endLine()
        return true
    }

    /// The bytes of a field as they stand in the file, doubled quotes included.
    func bytes(of field: Field) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[field.bytes])
    }

    /// The content of a field with doubled quotes made single, or nil where it is not UTF-8.
    func content(of field: Field) -> String? {
        guard let content = String(validating: bytes(of: field), as: UTF8.self) else { return nil }
        return field.isQuoted && content.contains("\"\"") ? content.replacing("\"\"", with: "\"") : content
    }

    private mutating func scanField() -> Field {
        guard position < text.count, text[position] == Byte.quote else { return scanPlainField(from: position) }
        position += 1
        let start = position
        while position < text.count {
            if text[position] == Byte.quote {
                guard position + 1 < text.count, text[position + 1] == Byte.quote else { break }
                position += 1
            } else if text[position] == Byte.newline {
                line += 1
            }
            position += 1
        }
        guard position < text.count else {
            isUnclosed = true
            return Field(bytes: start..<position, isQuoted: true)
        }
        let end = position
        position += 1
        // Characters after the closing quote belong to no field in RFC 4180; they end with the field.
        _ = scanPlainField(from: position)
        return Field(bytes: start..<end, isQuoted: true)
    }

    private mutating func scanPlainField(from start: Int) -> Field {
        while position < text.count {
            let byte = text[position]
            if byte == Byte.comma || byte == Byte.newline || byte == Byte.carriageReturn { break }
            position += 1
        }
        return Field(bytes: start..<position, isQuoted: false)
    }

    private mutating func endLine() {
        if position < text.count, text[position] == Byte.carriageReturn { position += 1 }
        if position < text.count, text[position] == Byte.newline { position += 1 }
        line += 1
    }

    private mutating func skipEmptyLines() {
        while position < text.count, text[position] == Byte.newline || text[position] == Byte.carriageReturn {
            endLine()
        }
    }
}

/// The bytes that CSV gives a meaning.
enum Byte {
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
