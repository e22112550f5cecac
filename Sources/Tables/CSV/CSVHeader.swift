import Diagnostics

/// The first record of a CSV file.
struct CSVHeader {
    /// The names in order, unnamed columns as empty texts.
    let names: [String]

    /// Whether any record follows.
    let hasRows: Bool

    /// Where the header ends, in bytes.
    let end: Int

    /// Reads the header of `text`.
    ///
    /// - Throws: `TableError` where the file is empty, no UTF-8 text, not separated by commas, or names repeat.
    init(_ text: UnsafeRawBufferPointer, origin: String) throws(TableError) {
        guard text.contains(where: { $0 > UInt8(ascii: " ") }) else {
            throw .badFile(
                Problem("the file is empty", at: origin, remedy: "Give a CSV file with a header and rows")
            )
        }
        var scanner = CSVScanner(text)
        _ = scanner.next()
        var names: [String] = []
        for field in scanner.fields {
            guard let name = scanner.content(of: field), !name.utf8.contains(0) else {
                throw .badFile(
                    Problem(
                        "the header is not UTF-8 text",
                        at: "\(origin), line \(scanner.recordLine)",
                        remedy: "Save the file as CSV in UTF-8"
                    )
                )
            }
            names.append(name)
        }
        if let only = names.first, names.count == 1, let separator = ["\t", ";", "|"].first(where: only.contains) {
            throw .badFile(
                Problem(
                    "the fields are not separated by commas",
                    at: origin,
                    found: separator == "\t" ? "tabs" : "\"\(separator)\"",
                    remedy: "Save the file as CSV separated by commas, with a point in numbers"
                )
            )
        }
        var seen: Set<String> = []
        var repeated: [String] = []
        for name in names where !name.isEmpty && !seen.insert(name).inserted && !repeated.contains(name) {
            repeated.append(name)
        }
        guard repeated.isEmpty else { throw .duplicateColumns(repeated, table: origin) }
        self.names = names
        end = scanner.position
        hasRows = scanner.next()
    }
}
