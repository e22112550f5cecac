/// Writes structures in Thrift's compact protocol, as the headers and the footer of a Parquet file are written
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
///
/// The fields of a structure must come in ascending order of their numbers, at most 15 apart.
struct ThriftWriter {
    private(set) var bytes: [UInt8] = []
    /// The number of the last field of the structure that is being written.
    private var lastField = 0

    /// The types of the protocol that are used here.
    private enum Kind: UInt8 {
        case integer32 = 5
        case integer64 = 6
        case text = 8
        case list = 9
        case structure = 12
    }

    /// The bytes of one structure.
    static func structure(_ fields: (inout ThriftWriter) -> Void) -> [UInt8] {
        var writer = ThriftWriter()
        writer.writeStructure(fields)
        return writer.bytes
    }

    mutating func integer32(_ field: Int, _ value: Int) {
        begin(field, .integer32)
        zigzag(value)
    }

    mutating func integer64(_ field: Int, _ value: Int) {
        begin(field, .integer64)
        zigzag(value)
    }

    mutating func text(_ field: Int, _ value: String) {
        begin(field, .text)
        writeText(value)
    }

    mutating func structure(_ field: Int, _ fields: (inout ThriftWriter) -> Void) {
        begin(field, .structure)
        writeStructure(fields)
    }

    mutating func integers32(_ field: Int, _ values: [Int]) {
        beginList(field, of: .integer32, count: values.count)
        for value in values { zigzag(value) }
    }

    mutating func texts(_ field: Int, _ values: [String]) {
        beginList(field, of: .text, count: values.count)
        for value in values { writeText(value) }
    }

    mutating func structures<Element>(
        _ field: Int,
        _ elements: [Element],
        _ fields: (inout ThriftWriter, Element) -> Void
    ) {
        beginList(field, of: .structure, count: elements.count)
        for element in elements { writeStructure { fields(&$0, element) } }
    }

    // MARK: - Parts

    private mutating func begin(_ field: Int, _ kind: Kind) {
        bytes.append(UInt8(field - lastField) << 4 | kind.rawValue)
        lastField = field
    }

    private mutating func beginList(_ field: Int, of kind: Kind, count: Int) {
        begin(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            bytes.appendVariableLength(UInt64(count))
        }
    }

    private mutating func writeStructure(_ fields: (inout ThriftWriter) -> Void) {
        let outer = lastField
        lastField = 0
        fields(&self)
        lastField = outer
        bytes.append(0)
    }

    private mutating func writeText(_ text: String) {
        bytes.appendVariableLength(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func zigzag(_ value: Int) {
        bytes.appendVariableLength(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }
}

extension [UInt8] {
    /// Appends a whole number, seven bits a byte, the lowest first (ULEB128).
    mutating func appendVariableLength(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a 32-bit number, the lowest byte first.
    mutating func appendLittleEndian(_ number: UInt32) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
