import CArrow
import Diagnostics
public import Foundation
import Storage

/// What all CSV files have in common here.
enum CSVFormat {
    /// The texts that mean a missing cell, in text and number columns: those of pandas 2.3 (`read_csv`, `na_values`).
    static let missing: Set<String> = [
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    ]

    /// The length of the longest of them, in bytes.
    static let longestMissing = missing.map(\.utf8.count).max() ?? 0
}

extension Table {
    /// Reads a CSV file in UTF-8 with a header, on all processors: by our own reader where the file is plain, else by
    /// Apache Arrow.
    ///
    /// The texts that pandas takes for missing (empty, `NA`, `NaN`, `null` ...) are missing in every column. Columns
    /// without a name are passed over; so are empty lines.
    ///
    /// - Parameters:
    ///   - url: the file.
    ///   - types: the types of known columns. Other columns become whole numbers, numbers or text, whichever fits.
    ///   - only: the columns to read, or nil for all.
    /// - Throws: `TableError` with the file, row, column and value; `StorageError` where the file cannot be opened.
    public static func readCSV(
        _ url: URL,
        types: [String: ColumnType] = [:],
        only: Set<String>? = nil
    ) throws -> Table {
        let origin = url.relativePath
        let file = try MappedFile(url)
        let header = try file.withUnsafeBytes { text throws(TableError) in try CSVHeader(text, origin: origin) }
        let named = header.names.filter { !$0.isEmpty }
        if let missing = only?.subtracting(named).sorted(), !missing.isEmpty {
            throw TableError.missingColumns(missing, table: origin, available: named)
        }
        let names = only.map { only in named.filter(only.contains) } ?? named
        guard header.hasRows, !names.isEmpty else {
            return try Table(names.map { ($0, Column.empty(types[$0] ?? .text)) }, origin: origin)
        }
        if let table = try file.withUnsafeBytes({
            try readPlainRows($0, header: header, names: names, types: types, origin: origin)
        }) {
            return table
        }
        do {
            return try readRows(url, names: names, types: types)
        } catch let failure as ArrowFailure {
            let asked = names.map { ($0, types[$0] ?? .text) }
            let diagnosis = CSVDiagnosis(
                origin: origin,
                header: header,
                types: Dictionary(uniqueKeysWithValues: asked)
            )
            let problem = file.withUnsafeBytes { diagnosis.firstProblem(in: $0) }
            throw TableError.badFile(
                problem ?? Problem("the file cannot be read: \(failure.message)", at: origin)
            )
        }
    }

    /// The names in the header of a CSV file, unnamed columns left out.
    ///
    /// - Throws: `TableError` or `StorageError`, as `readCSV` does.
    public static func readCSVHeader(_ url: URL) throws -> [String] {
        let header = try MappedFile(url).withUnsafeBytes { text throws(TableError) in
            try CSVHeader(text, origin: url.relativePath)
        }
        return header.names.filter { !$0.isEmpty }
    }

    /// Everything in a CSV file that `readCSV` with these types would stumble over.
    ///
    /// - Parameter limit: how many problems of a column, and of whole rows, are listed; the others are counted.
    /// - Throws: `TableError` where the header cannot be read; `StorageError` where the file cannot be opened.
    public static func csvProblems(_ url: URL, types: [String: ColumnType], limit: Int) throws -> [CSVProblem] {
        let origin = url.relativePath
        return try MappedFile(url).withUnsafeBytes { text throws(TableError) in
            let header = try CSVHeader(text, origin: origin)
            let all = Dictionary(header.names.map { ($0, types[$0] ?? .text) }) { first, _ in first }
            return CSVDiagnosis(origin: origin, header: header, types: all).problems(in: text, limit: limit)
        }
    }

    /// Reads the columns `names` in the order of the file; nil where the file is not plain.
    static func readPlainRows(
        _ text: UnsafeRawBufferPointer,
        header: CSVHeader,
        names: [String],
        types: [String: ColumnType],
        origin: String
    ) throws(TableError) -> Table? {
        // Single precision is rounded once, from the text: that is left to Arrow.
        guard !names.contains(where: { types[$0] == .float }) else { return nil }
        let asked = Set(names)
        var (numbers, texts) = (0, 0)
        let wanted = header.names.map { name -> PlainCSV.Wanted in
            guard asked.contains(name) else { return .nothing }
            let isNumber = types[name] == .double || types[name] == .integer
            if isNumber { numbers += 1 } else { texts += 1 }
            return isNumber ? .number(numbers - 1) : .text(texts - 1)
        }
        let reader = PlainCSV(wanted: wanted, numberCount: numbers, textCount: texts)
        guard let columns = reader.read(text, from: header.end) else { return nil }
        var table = Table(origin: origin)
        for (name, wanted) in zip(header.names, wanted) {
            switch wanted {
            case .nothing: continue
            case .number(let position):
                let column = Column.double(columns.numbers[position])
                try table.append(name, types[name] == .integer ? column.narrowedToIntegers() : column)
            case .text(let position):
                let column = columns.texts[position]
                try table.append(name, types[name] == .text ? .text(column) : .inferred(from: column))
            }
        }
        return table
    }

    /// Reads the columns `names`, of which there is at least one, in the order of the file.
    static func readRows(_ url: URL, names: [String], types: [String: ColumnType]) throws -> Table {
        // Whole numbers are read as doubles, so that "135.0" is one; unknown columns are read as text first.
        let codes = names.map { name in
            let type = types[name] ?? .text
            return (type == .integer ? ColumnType.double : type).arrowCode
        }
        var stream = ArrowArrayStream()
        try withCStrings(names) { names in
            try withCStrings(CSVFormat.missing.sorted()) { missing in
                try ArrowFailure.check(
                    carrow_csv_read(
                        url.path,
                        names,
                        codes,
                        Int64(names.count),
                        missing,
                        Int64(missing.count),
                        &stream
                    )
                )
            }
        }
        let chunks = try ArrowStream(taking: &stream)
        var table = Table(rowCount: chunks.rowCount, origin: url.relativePath)
        for (position, name) in names.enumerated() {
            guard let column = chunks.column(at: position) else {
                throw ArrowFailure(status: CARROW_FAILED, message: "Arrow gave column \(name) an unknown type")
            }
            switch (types[name], column) {
            case (.integer, _): try table.append(name, column.narrowedToIntegers())
            case (nil, .text(let texts)): try table.append(name, .inferred(from: texts))
            default: try table.append(name, column)
            }
        }
        return table
    }
}

extension Column {
    /// A column without rows.
    static func empty(_ type: ColumnType) -> Column {
        switch type {
        case .double: .double([])
        case .float: .float([])
        case .integer: .integer([])
        case .text: .text(TextColumn([]))
        }
    }
}
