import Diagnostics

/// Finds the first place of a CSV file that cannot be read. Only run after Arrow failed: Arrow names no row.
struct CSVDiagnosis {
    let origin: String
    let header: CSVHeader
    /// The types of the columns that were asked for.
    let types: [String: ColumnType]

    /// The first problem, or nil where none is seen.
    func firstProblem(in text: UnsafeRawBufferPointer) -> Problem? {
        var scanner = CSVScanner(text)
        _ = scanner.next()
        let checked = header.names.map { types[$0] }
        var row = 0
        while scanner.next() {
            row += 1
            let place = "\(origin), row \(row) (line \(scanner.recordLine))"
            if scanner.isUnclosed {
                return Problem("a quoted text is not closed", at: place, remedy: "Close the quote")
            }
            guard scanner.fields.count == header.names.count else {
                return Problem(
                    "the row has the wrong number of fields",
                    at: place,
                    expected: "\(header.names.count) as in the header",
                    found: "\(scanner.fields.count)",
                    remedy: "Complete the row, and quote texts that hold commas"
                )
            }
            for (position, type) in checked.enumerated() {
                guard let type else { continue }
                let field = scanner.fields[position]
                let cell = "\(place), column \(header.names[position])"
                guard let content = scanner.content(of: field) else {
                    return Problem("the text is not UTF-8", at: cell, remedy: "Save the file as CSV in UTF-8")
                }
                if type != .text, !Self.isNumber(content) {
                    return Problem(
                        "the cell does not hold a number",
                        at: cell,
                        expected: "a number",
                        found: "\"\(shortened(content))\"",
                        remedy: "Write a number with a decimal point, or leave the cell empty where it is not known"
                    )
                }
            }
        }
        return nil
    }

    private static func isNumber(_ content: String) -> Bool {
        if CSVFormat.missing.contains(content) { return true }
        let text = content.trimming(while: { $0 == " " || $0 == "\t" })
        return Double(text) != nil && !text.contains { "xXpP".contains($0) }
    }

    private func shortened(_ content: String) -> String {
        content.count > 40 ? content.prefix(40) + "…" : content
    }
}

extension String {
    /// The text without characters at both ends that satisfy a condition.
    fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let first = rest.first, isTrimmed(first) { rest.removeFirst() }
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
