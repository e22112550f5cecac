public import Foundation

/// The cells of a CSV file as text, for tests that spoil one.
public struct CSVRows {
    /// The names of the columns.
    public var header: [String]
    /// The rows, each with as many cells as the header.
    public var rows: [[String]]

    /// Reads a file whose cells hold no line breaks.
    public init(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { Self.cells(of: $0) }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    /// Writes the file.
    public func write(to file: URL) throws {
        let lines = ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }
        try Data(lines.joined().utf8).write(to: file)
    }

    /// The position of a column.
    public func column(_ name: String) throws -> Int {
        guard let position = header.firstIndex(of: name) else { throw MissingColumn(name: name) }
        return position
    }

    /// The cells of a column.
    public func cells(_ name: String) throws -> [String] {
        let position = try column(name)
        return rows.map { $0[position] }
    }

    /// Replaces the cells of a column.
    public mutating func set(_ name: String, to cells: [String]) throws {
        let position = try column(name)
        for (row, cell) in cells.enumerated() { rows[row][position] = cell }
    }

    /// Appends a column.
    public mutating func append(_ name: String, _ cells: [String]) {
        header.append(name)
        for (row, cell) in cells.enumerated() { rows[row].append(cell) }
    }

    /// Removes a column.
    public mutating func remove(_ name: String) throws {
        let position = try column(name)
        header.remove(at: position)
        for row in rows.indices { rows[row].remove(at: position) }
    }

    /// A column that the file does not have.
    public struct MissingColumn: Error {
        let name: String
    }

    private static func cells(of line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    private static func quoted(_ cell: String) -> String {
        cell.contains(",") ? "\"\(cell)\"" : cell
    }
}
