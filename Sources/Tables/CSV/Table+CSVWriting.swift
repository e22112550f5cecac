import Diagnostics
public import Foundation
import Storage

extension Table {
    /// Writes a CSV file (RFC 4180, UTF-8, lines ended by `\n`), replacing what was there.
    ///
    /// Numbers are written with the fewest digits that read back as the same number, missing cells as nothing.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written.
    public func writeCSV(to url: URL) throws {
        let columns = try columnNames.map { name in CSVColumn(try column(name)) }
        try AtomicFile.replace(url) { temporary in
            guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
                throw TableError.unwritable(Problem("the file cannot be created", at: url.relativePath))
            }
            let output = try FileHandle(forWritingTo: temporary)
            defer { try? output.close() }
            var buffer: [UInt8] = []
            buffer.reserveCapacity(Self.bufferSize + 4096)
            buffer.appendRow(columnNames.count) { $0.append(contentsOf: CSVColumn.quoted(columnNames[$1])) }
            for row in 0..<rowCount {
                buffer.appendRow(columns.count) { columns[$1].append(row, to: &$0) }
                if buffer.count > Self.bufferSize {
                    try output.write(contentsOf: buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            }
            try output.write(contentsOf: buffer)
        }
    }

    private static var bufferSize: Int { 1 << 20 }
}

extension [UInt8] {
    /// Appends `count` fields and the end of the line. A row of one empty field is written as `""`, or it would be an
    /// empty line, which readers pass over.
    fileprivate mutating func appendRow(_ count: Int, _ appendField: (inout [UInt8], Int) -> Void) {
        let start = self.count
        for position in 0..<count {
            if position > 0 { append(Byte.comma) }
            appendField(&self, position)
        }
        if self.count == start { append(contentsOf: [Byte.quote, Byte.quote]) }
        append(Byte.newline)
    }
}

/// A column ready to be written: the texts quoted once for each level.
private enum CSVColumn {
    case double([Double])
    case float([Float])
    case integer([Int64])
    case text(levels: [[UInt8]], codes: [Int32])

    init(_ column: Column) {
        switch column {
        case .double(let values): self = .double(values)
        case .float(let values): self = .float(values)
        case .integer(let values): self = .integer(values)
        case .text(let texts): self = .text(levels: texts.levels.map(Self.quoted), codes: texts.codes)
        }
    }

    func append(_ row: Int, to buffer: inout [UInt8]) {
        switch self {
        case .double(let values):
            if !values[row].isNaN { buffer.append(contentsOf: values[row].description.utf8) }
        case .float(let values):
            if !values[row].isNaN { buffer.append(contentsOf: values[row].description.utf8) }
        case .integer(let values):
            buffer.append(contentsOf: values[row].description.utf8)
        case .text(let levels, let codes):
            if codes[row] >= 0 { buffer.append(contentsOf: levels[Int(codes[row])]) }
        }
    }

    /// A text as a field, in quotes where it holds a separator, a quote, a line end, or space at its ends.
    static func quoted(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let needsQuotes =
            bytes.isEmpty || bytes.first == UInt8(ascii: " ") || bytes.last == UInt8(ascii: " ")
            || bytes.contains { [Byte.comma, Byte.quote, Byte.newline, Byte.carriageReturn].contains($0) }
        guard needsQuotes else { return bytes }
        return [Byte.quote] + bytes.flatMap { $0 == Byte.quote ? [$0, $0] : [$0] } + [Byte.quote]
    }
}
