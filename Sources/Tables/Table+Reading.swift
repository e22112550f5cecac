public import Foundation

extension Table {
    /// Reads a Parquet file (`.parquet`) or, by any other name, a CSV file.
    ///
    /// - Parameters:
    ///   - url: the file.
    ///   - types: the types of known columns of a CSV file; a Parquet file tells its own.
    /// - Throws: as `readCSV` and `readParquet` do.
    public static func read(_ url: URL, types: [String: ColumnType] = [:]) throws -> Table {
        url.pathExtension.lowercased() == "parquet" ? try readParquet(url) : try readCSV(url, types: types)
    }
}
