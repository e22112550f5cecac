public import Foundation
import Parallelism

extension Table {
    /// Writes a Parquet file, replacing what was there: numbers plain, text with a dictionary where it
    /// repeats, nothing compressed.
    ///
    /// Missing cells become nulls. The numbers go from the columns to the file without a copy of the table.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written.
    public func writeParquet(to url: URL) throws {
        let columns = try columnNames.map { (name: $0, column: try column($0)) }
        let fields = concurrentMap(columns.count) {
            ParquetWriter.Field.column(columns[$0].column, named: columns[$0].name)
        }
        try ParquetWriter.replace(url, fields: fields) { writer in
            var start = 0
            repeat {
                let rows = start..<min(start + Self.rowsInGroup, rowCount)
                try writer.startRows()
                for (_, column) in columns { try writer.write(column, rows: rows) }
                start = rows.upperBound
            } while start < rowCount
        }
    }

    /// How many rows stand together in the file, as in Arrow's own default.
    private static var rowsInGroup: Int { 1 << 20 }
}
