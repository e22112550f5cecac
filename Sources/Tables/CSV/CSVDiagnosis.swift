public import Diagnostics

/// One thing that is wrong in a CSV file.
public struct CSVProblem: Sendable, Equatable {
    /// What and where it is.
    public let problem: Problem
    /// The column whose cell is wrong, or nil where the row is.
    public let column: String?
}

/// Finds the places of a CSV file that cannot be read. Only run after Arrow failed: Arrow names no row.
struct CSVDiagnosis {
    let origin: String
    let header: CSVHeader
    /// The types of the columns that were asked for.
    let types: [String: ColumnType]

    /// The first problem, or nil where none is seen.
    func firstProblem(in text: UnsafeRawBufferPointer) -> Problem? {
        var first: Problem?
        scan(text) { problem in
            first = problem.problem
            return false
        }
        return first
    }

    /// All problems; of each column, and of rows, the first `limit` one by one and the others counted.
    func problems(in text: UnsafeRawBufferPointer, limit: Int) -> [CSVProblem] {
        var listed: [CSVProblem] = []
        var counts: [String?: Int] = [:]
        scan(text) { problem in
            counts[problem.column, default: 0] += 1
            if counts[problem.column, default: 0] <= limit { listed.append(problem) }
            return true
        }
        let others = counts.filter { $0.value > limit }.sorted { $0.key ?? "" < $1.key ?? "" }
        return listed
            + others.map { column, count in
                let place = column.map { "\(origin), column \($0)" } ?? origin
                return CSVProblem(problem: Problem("\(count - limit) more of this kind", at: place), column: column)
            }
    }

    /// Tells `report` every problem, in the order of the file, until it returns false.
    private func scan(_ text: UnsafeRawBufferPointer, _ report: (CSVProblem) -> Bool) {
        var scanner = CSVScanner(text)
        _ = scanner.next()
        let checked = header.names.map { types[$0] }
        var row = 0
        while scanner.next() {
            row += 1
            if let problem = rowProblem(scanner, row) {
                guard report(CSVProblem(problem: problem, column: nil)) else { return }
                continue
            }
            for (position, type) in checked.enumerated() {
                guard let type, let problem = cellProblem(scanner, row, position, type) else { continue }
                guard report(CSVProblem(problem: problem, column: header.names[position])) else { return }
            }
        }
    }

    private func rowProblem(_ scanner: CSVScanner, _ row: Int) -> Problem? {
        if scanner.isUnclosed {
            return Problem("a quoted text is not closed", at: place(scanner, row), remedy: "Close the quote")
        }
        guard scanner.fields.count != header.names.count else { return nil }
        return Problem(
            "the row has the wrong number of fields",
            at: place(scanner, row),
            expected: "\(header.names.count) as in the header",
            found: "\(scanner.fields.count)",
            remedy: "Complete the row, and quote texts that hold commas"
        )
    }

    private func cellProblem(_ scanner: CSVScanner, _ row: Int, _ position: Int, _ type: ColumnType) -> Problem? {
        // Nearly all cells are sound, and most of them can be told so from their bytes.
        let bytes = scanner.bytes(of: scanner.fields[position])
        if type == .text ? bytes.allSatisfy({ $0 < 0x80 }) : Self.isPlainNumber(bytes) { return nil }
        guard let content = scanner.content(of: scanner.fields[position]) else {
            return Problem(
                "the text is not UTF-8",
                at: "\(place(scanner, row)), column \(header.names[position])",
                remedy: "Save the file as CSV in UTF-8"
            )
        }
        guard type != .text, !Self.isNumber(content) else { return nil }
        return Problem(
            "the cell does not hold a number",
            at: "\(place(scanner, row)), column \(header.names[position])",
            expected: "a number",
            found: "\"\(shortened(content))\"",
            remedy: "Write a number with a decimal point, or leave the cell empty where it is not known"
        )
    }

    private func place(_ scanner: CSVScanner, _ row: Int) -> String {
        "\(origin), row \(row) (line \(scanner.recordLine))"
    }

    /// Whether `bytes` are nothing, or a decimal number without anything around it.
    private static func isPlainNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        func skipSign() {
            if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest.removeFirst() }
        }
        func skipDigits() -> Int {
            let before = rest.count
            while let first = rest.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") { rest.removeFirst() }
            return before - rest.count
        }
        skipSign()
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return bytes.isEmpty }
        if let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign()
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
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
