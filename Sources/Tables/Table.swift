/// Named, typed columns of equal length.
public struct Table: Sendable {
    /// The names, in order.
    public private(set) var columnNames: [String] = []

    /// The number of rows.
    public private(set) var rowCount: Int

    /// Where the table came from, for messages: a file name.
    public var origin: String?

    private var columns: [String: Column] = [:]

    /// Makes a table without columns. The first column gives the number of rows where `rowCount` is 0.
    public init(rowCount: Int = 0, origin: String? = nil) {
        self.rowCount = rowCount
        self.origin = origin
    }

    /// Makes a table of `columns`.
    ///
    /// - Throws: `TableError` where two names are equal or two lengths differ.
    public init(_ columns: [(name: String, column: Column)], origin: String? = nil) throws(TableError) {
        self.init(rowCount: columns.first?.column.count ?? 0, origin: origin)
        for (name, column) in columns { try append(name, column) }
    }

    /// The column of a name, or nil.
    public subscript(name: String) -> Column? { columns[name] }

    /// Whether there is a column of this name.
    public func contains(_ name: String) -> Bool { columns[name] != nil }

    /// Adds a column at the end. The first column of an empty table gives the number of rows.
    ///
    /// - Throws: `TableError` where the name is taken or the length differs.
    public mutating func append(_ name: String, _ column: Column) throws(TableError) {
        guard columns[name] == nil else { throw .duplicateColumns([name], table: origin) }
        if columnNames.isEmpty && rowCount == 0 { rowCount = column.count }
        guard column.count == rowCount else {
            throw .rowCount(column: name, table: origin, expected: rowCount, found: column.count)
        }
        columnNames.append(name)
        columns[name] = column
    }

    /// The rows of the given numbers, in that order. Every row must be below `rowCount`.
    public func select(rows: [Int]) -> Table {
        var result = self
        result.rowCount = rows.count
        result.columns = columns.mapValues { $0.select(rows: rows) }
        return result
    }

    /// The columns of the given names only, in the table's order. Names that are not there are passed over.
    public func select(columns names: Set<String>) -> Table {
        var result = self
        result.columnNames = columnNames.filter(names.contains)
        result.columns = columns.filter { names.contains($0.key) }
        return result
    }

    /// The column of a name.
    ///
    /// - Throws: `TableError.missingColumns` where there is none.
    public func column(_ name: String) throws(TableError) -> Column {
        guard let column = columns[name] else {
            throw .missingColumns([name], table: origin, available: columnNames)
        }
        return column
    }

    /// A column of numbers in double precision; NaN is missing.
    ///
    /// - Throws: `TableError` where the column is absent or holds text.
    public func doubles(_ name: String) throws(TableError) -> [Double] {
        switch try column(name) {
        case .double(let values): return values
        case .float(let values): return values.map(Double.init)
        case .integer(let values): return values.map(Double.init)
        case .text: throw .wrongType(column: name, table: origin, expected: "numbers", found: .text)
        }
    }

    /// A column of text.
    ///
    /// - Throws: `TableError` where the column is absent or holds numbers.
    public func texts(_ name: String) throws(TableError) -> TextColumn {
        let column = try column(name)
        guard case .text(let values) = column else {
            throw .wrongType(column: name, table: origin, expected: "text", found: column.type)
        }
        return values
    }

    /// Checks that columns are there.
    ///
    /// - Throws: `TableError.missingColumns`, which names all that are not.
    public func require(_ names: [String]) throws(TableError) {
        let missing = names.filter { columns[$0] == nil }
        guard missing.isEmpty else {
            throw .missingColumns(missing, table: origin, available: columnNames)
        }
    }
}
