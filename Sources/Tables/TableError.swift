public import Diagnostics

/// Why a table could not be read, made or used.
public enum TableError: CygnetError, Equatable {
    /// Columns that were asked for are not there.
    case missingColumns([String], table: String?, available: [String])
    /// A name occurs more than once among the columns.
    case duplicateColumns([String], table: String?)
    /// A column of text was asked for as numbers, or the other way round.
    case wrongType(column: String, table: String?, expected: String, found: ColumnType)
    /// A column has another number of rows than its table.
    case rowCount(column: String, table: String?, expected: Int, found: Int)
    /// A file does not hold a table that can be read; the problem says where and why.
    case badFile(Problem)
    /// A file could not be written.
    case unwritable(Problem)

    public var category: ErrorCategory {
        switch self {
        case .unwritable: .failure
        default: .badData
        }
    }

    public var problem: Problem {
        switch self {
        case .missingColumns(let names, let table, let available):
            Problem(
                names.count == 1 ? "the column \(names[0]) is missing" : "the columns \(list(names)) are missing",
                at: table,
                found: available.isEmpty ? "no columns" : "the columns \(list(available))",
                remedy: "Check the spelling of the header, or name another file"
            )
        case .duplicateColumns(let names, let table):
            Problem(
                "more than one column is named \(list(names))",
                at: table,
                remedy: "Give every column a name of its own"
            )
        case .wrongType(let column, let table, let expected, let found):
            Problem(
                "the column \(column) holds the wrong kind of value",
                at: table,
                expected: expected,
                found: "\(found)",
                remedy: "Name another column, or mend the values"
            )
        case .rowCount(let column, let table, let expected, let found):
            Problem(
                "the column \(column) has another length than its table",
                at: table,
                expected: "\(expected) rows",
                found: "\(found) rows"
            )
        case .badFile(let problem), .unwritable(let problem):
            problem
        }
    }
}

/// Names in one line, the first twelve of them.
private func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}
