import CArrow
import Diagnostics
public import Foundation
import Storage

extension Table {
    /// Reads a Parquet file of flat columns, by Apache Arrow on all processors.
    ///
    /// Columns are read a few at a time, so that a wide table is never held twice. Boolean columns become whole numbers;
    /// columns of whole numbers with missing cells become `double`.
    ///
    /// - Parameter only: the columns to read, or nil for all.
    /// - Throws: `TableError` where the file is no Parquet file, or a column is absent or of a type that is not read;
    ///   `StorageError` where the file cannot be opened.
    public static func readParquet(_ url: URL, only: Set<String>? = nil) throws -> Table {
        let origin = url.relativePath
        _ = try MappedFile(url)
        do {
            let reader = try ParquetReader(url)
            if let missing = only?.subtracting(reader.names).sorted(), !missing.isEmpty {
                throw TableError.missingColumns(missing, table: origin, available: reader.names)
            }
            let positions = reader.names.indices.filter { only?.contains(reader.names[$0]) ?? true }
            var table = Table(rowCount: reader.rowCount, origin: origin)
            for start in stride(from: 0, to: positions.count, by: columnsAtOnce) {
                let chunk = positions[start..<min(start + columnsAtOnce, positions.count)]
                for (name, column) in try reader.columns(at: Array(chunk)) { try table.append(name, column) }
            }
            return table
        } catch let failure as ArrowFailure {
            throw TableError.badFile(
                Problem(
                    "the file cannot be read as Parquet: \(failure.message)",
                    at: origin,
                    remedy: "Check that the file is whole, or make it again"
                )
            )
        }
    }

    /// How many columns are read before Arrow's copy of them is given back.
    private static var columnsAtOnce: Int { 32 }
}

/// An open Parquet file.
private final class ParquetReader {
    let names: [String]
    let rowCount: Int
    private let handle: OpaquePointer
    private let origin: String

    init(_ url: URL) throws(ArrowFailure) {
        var handle: OpaquePointer?
        var schema = ArrowSchema()
        var rows: Int64 = 0
        try ArrowFailure.check(carrow_parquet_reader_open(url.path, &handle, &schema, &rows))
        guard let handle else { throw ArrowFailure(status: CARROW_FAILED, message: "no file was opened") }
        self.handle = handle
        origin = url.relativePath
        names = schema.fields.map(\.name)
        rowCount = Int(rows)
        schema.release?(&schema)
    }

    deinit { carrow_parquet_reader_close(handle) }

    /// Reads the columns at `positions`, which ascend.
    func columns(at positions: [Int]) throws -> [(String, Column)] {
        var stream = ArrowArrayStream()
        try ArrowFailure.check(
            carrow_parquet_reader_read(handle, positions.map(Int32.init), Int64(positions.count), &stream)
        )
        let chunks = try ArrowStream(taking: &stream)
        return try chunks.fields.enumerated().map { position, field in
            guard let column = chunks.column(at: position) else {
                throw TableError.badFile(
                    Problem(
                        "the column \(field.name) has a type that is not read",
                        at: origin,
                        expected: "numbers, booleans or text",
                        found: "Arrow's type \"\(field.format)\"",
                        remedy: "Leave the column out, or convert it"
                    )
                )
            }
            return (field.name, column)
        }
    }
}
