public import Foundation

extension Table {
    /// Writes a Parquet file, replacing what was there: numbers plain, text with a dictionary where it
    /// repeats, nothing compressed.
    ///
    /// Missing cells become nulls. The numbers go from the columns to the file without a copy.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written.
    public func writeParquet(to url: URL) throws {
        try ParquetWriter.write(to: url, names: columnNames, rowCount: rowCount) { writer in
            for (position, name) in columnNames.enumerated() { try writer.write(try column(name), at: position) }
        }
    }
}
