import CArrow

/// The chunks of a table that Arrow handed over, copied once into columns.
///
/// Arrow owns the chunks until this object goes.
final class ArrowStream {
    /// One column over all chunks.
    struct Field {
        let name: String
        /// The format of the values, or of the indices where there is a dictionary.
        let format: String
        /// The format of the dictionary's values, or nil.
        let dictionaryFormat: String?
    }

    let fields: [Field]
    private var chunks: [ArrowArray] = []

    /// Takes all chunks out of `stream` and releases it.
    ///
    /// - Throws: Arrow's message, as `ArrowFailure`.
    init(taking stream: inout ArrowArrayStream) throws(ArrowFailure) {
        defer { stream.release?(&stream) }
        var schema = ArrowSchema()
        guard let getSchema = stream.get_schema, let getNext = stream.get_next, getSchema(&stream, &schema) == 0 else {
            throw ArrowFailure(status: CARROW_FAILED, message: Self.lastError(&stream))
        }
        fields = schema.fields
        schema.release?(&schema)
        while true {
            var chunk = ArrowArray()
            guard getNext(&stream, &chunk) == 0 else {
                throw ArrowFailure(status: CARROW_FAILED, message: Self.lastError(&stream))
            }
            guard chunk.release != nil else { break }
            chunks.append(chunk)
        }
    }

    deinit {
        for index in chunks.indices { chunks[index].release?(&chunks[index]) }
    }

    /// The number of rows.
    var rowCount: Int { chunks.reduce(0) { $0 + Int($1.length) } }

    /// Copies the column at `position`, or returns nil where its type is none of ours.
    func column(at position: Int) -> Column? {
        let parts = chunks.compactMap { $0.children[position]?.pointee }
        let field = fields[position]
        if let dictionaryFormat = field.dictionaryFormat {
            guard let texts = ArrowText(format: dictionaryFormat) else { return nil }
            return dictionaryColumn(parts, indexFormat: field.format, texts)
        }
        if let texts = ArrowText(format: field.format) {
            var encoder = TextEncoder()
            for part in parts { texts.forEach(in: part) { encoder.append($0) } }
            return .text(encoder.column)
        }
        return numberColumn(parts, format: field.format)
    }

    private func numberColumn(_ parts: [ArrowArray], format: String) -> Column? {
        switch format {
        case "g": .double(parts.numbers { (value: Double) in value })
        case "f": .float(parts.numbers { (value: Float) in value })
        case "l": integers(parts) { (value: Int64) in value }
        case "i": integers(parts) { (value: Int32) in Int64(value) }
        case "s": integers(parts) { (value: Int16) in Int64(value) }
        case "c": integers(parts) { (value: Int8) in Int64(value) }
        case "I": integers(parts) { (value: UInt32) in Int64(value) }
        case "S": integers(parts) { (value: UInt16) in Int64(value) }
        case "C": integers(parts) { (value: UInt8) in Int64(value) }
        case "L": .double(parts.numbers { (value: UInt64) in Double(value) })
        case "b": booleans(parts)
        case "n": .double(Array(repeating: .nan, count: rowCount))
        default: nil
        }
    }

    private func integers<Value>(_ parts: [ArrowArray], _ convert: (Value) -> Int64) -> Column {
        if parts.contains(where: \.hasMissing) {
            return .double(parts.numbers { (value: Value) in Double(convert(value)) })
        }
        var values: [Int64] = []
        values.reserveCapacity(rowCount)
        for part in parts {
            for value: Value in part.values() { values.append(convert(value)) }
        }
        return .integer(values)
    }

    private func booleans(_ parts: [ArrowArray]) -> Column {
        let values = parts.flatMap { part in
            (0..<Int(part.length)).map { part.isMissing($0) ? Double.nan : part.bit(of: 1, at: $0) ? 1 : 0 }
        }
        return Column.double(values).narrowedToIntegers()
    }

    private func dictionaryColumn(_ parts: [ArrowArray], indexFormat: String, _ texts: ArrowText) -> Column? {
        var levels = TextEncoder()
        var codes: [Int32] = []
        codes.reserveCapacity(rowCount)
        for part in parts {
            guard let dictionary = part.dictionary?.pointee, let indices = part.indices(format: indexFormat) else {
                return nil
            }
            // A chunk's own dictionary may repeat a text or hold a missing one; ours never does.
            var codeOfIndex: [Int32] = []
            codeOfIndex.reserveCapacity(Int(dictionary.length))
            texts.forEach(in: dictionary) { codeOfIndex.append(levels.code(of: $0)) }
            for (row, index) in indices.enumerated() {
                codes.append(part.isMissing(row) ? -1 : codeOfIndex[index])
            }
        }
        return .text(TextColumn(levels: levels.levels, codes: codes))
    }

    private static func lastError(_ stream: inout ArrowArrayStream) -> String {
        stream.get_last_error?(&stream).map { String(cString: $0) } ?? "Arrow handed over no table"
    }
}

extension ArrowSchema {
    /// The children of a structure.
    var fields: [ArrowStream.Field] {
        (0..<Int(n_children)).compactMap { index in
            guard let child = children[index]?.pointee else { return nil }
            return ArrowStream.Field(
                name: String(cString: child.name),
                format: String(cString: child.format),
                dictionaryFormat: child.dictionary.map { String(cString: $0.pointee.format) }
            )
        }
    }
}
