/// Columns of 32-bit numbers, as boosters and Parquet files take them; NaN is missing.
public struct FeatureMatrix: Sendable {
    /// The name of each column.
    public private(set) var names: [String]

    /// The columns, each of `rowCount` numbers.
    public private(set) var columns: [[Float]]

    /// The number of rows.
    public private(set) var rowCount: Int

    /// The name of the column that holds each row's identifier in files.
    public static let identifierColumn = "isic_id"

    /// Makes a matrix of `rowCount` rows without columns.
    public init(rowCount: Int) {
        names = []
        columns = []
        self.rowCount = rowCount
    }

    /// Makes a matrix of named columns; there must be one name for each column.
    ///
    /// - Throws: `TableError` where names repeat, or a column has not `rowCount` rows.
    public init(names: [String], columns: [[Float]], rowCount: Int) throws(TableError) {
        precondition(names.count == columns.count, "every column has one name")
        try Self.check(names)
        for (name, column) in zip(names, columns) where column.count != rowCount {
            throw .rowCount(column: name, table: nil, expected: rowCount, found: column.count)
        }
        self.names = names
        self.columns = columns
        self.rowCount = rowCount
    }

    /// The numbers of a table's columns, all but those in `skipping`, as 32-bit numbers.
    ///
    /// - Throws: `TableError.wrongType` where a column holds text.
    public init(_ table: Table, skipping: Set<String> = [FeatureMatrix.identifierColumn]) throws(TableError) {
        names = table.columnNames.filter { !skipping.contains($0) }
        columns = []
        columns.reserveCapacity(names.count)
        rowCount = table.rowCount
        for name in names {
            if case .float(let values) = try table.column(name) {
                columns.append(values)
            } else {
                columns.append(try table.doubles(name).map { Float($0) })
            }
        }
    }

    /// The column of a name, or nil.
    public subscript(name: String) -> [Float]? {
        names.firstIndex(of: name).map { columns[$0] }
    }

    /// Adds the columns of `other` on the right.
    ///
    /// - Throws: `TableError` where names repeat or the numbers of rows differ.
    public mutating func append(contentsOf other: FeatureMatrix) throws(TableError) {
        guard other.rowCount == rowCount else {
            throw .rowCount(
                column: other.names.first ?? "",
                table: nil,
                expected: rowCount,
                found: other.rowCount
            )
        }
        try Self.check(names + other.names)
        names += other.names
        columns += other.columns
    }

    /// The rows of the given numbers, in that order. Every row must be below `rowCount`.
    public func select(rows: [Int]) -> FeatureMatrix {
        var result = FeatureMatrix(rowCount: rows.count)
        result.names = names
        result.columns = columns.map { column in rows.map { column[$0] } }
        return result
    }

    /// Puts the rows of the given numbers in the place of all, in that order, one column at a time: no second copy of the
    /// matrix is made. Every row must be below `rowCount`.
    public mutating func arrange(rows: [Int]) {
        for position in columns.indices {
            columns[position] = rows.map { columns[position][$0] }
        }
        rowCount = rows.count
    }

    /// The matrix as a table whose first column is `isic_id`; the numbers are shared, not copied.
    ///
    /// - Throws: `TableError.rowCount` where there are not as many identifiers as rows.
    public func table(ids: [String]) throws(TableError) -> Table {
        try table(ids: TextColumn(ids))
    }

    /// The matrix as a table whose first column is `isic_id`, with identifiers that are a column already.
    ///
    /// - Throws: `TableError.rowCount` where there are not as many identifiers as rows.
    public func table(ids: TextColumn) throws(TableError) -> Table {
        var table = Table(rowCount: rowCount)
        try table.append(Self.identifierColumn, .text(ids))
        for (name, column) in zip(names, columns) { try table.append(name, .float(column)) }
        return table
    }

    private static func check(_ names: [String]) throws(TableError) {
        var seen: Set<String> = []
        let repeated = names.filter { !seen.insert($0).inserted }
        guard repeated.isEmpty else { throw .duplicateColumns(repeated, table: nil) }
    }
}
