import CArrow
import Diagnostics
public import Foundation
import Storage

extension Table {
    /// Writes a Parquet file, replacing what was there: numbers plain, text with a dictionary where it
    /// repeats, nothing compressed.
    ///
    /// Missing cells become nulls. The numbers go from the columns to the file without a copy of the table.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written.
    public func writeParquet(to url: URL) throws {
        try AtomicFile.replace(url) { temporary in
            do {
                let writer = try ParquetWriter(temporary, columnNames.map { ($0, try column($0)) })
                let writeback = EarlyWriteback(temporary)
                var start = 0
                repeat {
                    let rows = start..<min(start + Self.rowsInGroup, rowCount)
                    try writer.startRows()
                    for (position, name) in columnNames.enumerated() {
                        try writer.write(try column(name), at: position, rows: rows)
                        if (position + 1).isMultiple(of: Self.columnsUntilWriteback) { writeback.start() }
                    }
                    start = rows.upperBound
                } while start < rowCount
                try writer.finish()
            } catch let failure as ArrowFailure {
                throw TableError.unwritable(
                    Problem(
                        "the Parquet file cannot be written: \(failure.message)",
                        at: url.relativePath,
                        remedy: "Free some space or choose another folder"
                    )
                )
            }
        }
    }

    /// How many rows stand together in the file, as in Arrow's own default.
    private static var rowsInGroup: Int { 1 << 20 }

    /// After how many columns the disk is told to start.
    private static var columnsUntilWriteback: Int { 48 }
}

/// A Parquet file that is being written.
private final class ParquetWriter {
    private let handle: OpaquePointer
    /// Whether each column has missing cells.
    private let hasMissing: [Bool]

    init(_ url: URL, _ columns: [(name: String, column: Column)]) throws(ArrowFailure) {
        let hasMissing = PlainCSV.concurrent(columns.count) { columns[$0].column.hasMissing }
        var handle: OpaquePointer?
        let status = withCStrings(columns.map(\.name)) { names in
            carrow_parquet_writer_open(
                url.path,
                names,
                columns.map(\.column.writtenAs),
                hasMissing,
                Int64(columns.count),
                &handle
            )
        }
        try ArrowFailure.check(status)
        guard let handle else { throw ArrowFailure(status: CARROW_FAILED, message: "no file was opened") }
        self.handle = handle
        self.hasMissing = hasMissing
    }

    deinit { carrow_parquet_writer_close(handle) }

    func startRows() throws(ArrowFailure) {
        try ArrowFailure.check(carrow_parquet_writer_start_rows(handle))
    }

    func finish() throws(ArrowFailure) {
        try ArrowFailure.check(carrow_parquet_writer_finish(handle))
    }

    /// Writes `rows` of the next column, the one at `position`.
    func write(_ column: Column, at position: Int, rows: Range<Int>) throws(ArrowFailure) {
        let isComplete = !hasMissing[position]
        switch column {
        case .double(let values):
            try write(values[rows], isComplete ? Validity() : Validity(values[rows]) { !$0.isNaN })
        case .float(let values):
            try write(values[rows], isComplete ? Validity() : Validity(values[rows]) { !$0.isNaN })
        case .integer(let values): try write(values[rows], Validity())
        case .text(let texts) where texts.isEachRowALevel: try write(texts.levels[rows])
        case .text(let texts): try write(texts.codes[rows], levels: texts.levels)
        }
    }

    private func write<Number>(_ values: ArraySlice<Number>, _ validity: Validity) throws(ArrowFailure) {
        let status = values.withUnsafeBufferPointer { values in
            validity.withArray(length: values.count, buffers: [UnsafeRawPointer(values.baseAddress)]) { array in
                carrow_parquet_writer_column(handle, &array)
            }
        }
        try ArrowFailure.check(status)
    }

    /// Writes texts of which every row has its own.
    private func write(_ texts: ArraySlice<String>) throws(ArrowFailure) {
        let status = try ArrowTexts(texts).withArray { array in carrow_parquet_writer_column(handle, &array) }
        try ArrowFailure.check(status)
    }

    private func write(_ codes: ArraySlice<Int32>, levels: [String]) throws(ArrowFailure) {
        let validity = Validity(codes) { $0 >= 0 }
        let status = try ArrowTexts(levels[...]).withArray { dictionary in
            codes.withUnsafeBufferPointer { codes in
                validity.withArray(
                    length: codes.count,
                    buffers: [UnsafeRawPointer(codes.baseAddress)],
                    dictionary: &dictionary
                ) { array in
                    carrow_parquet_writer_column(handle, &array)
                }
            }
        }
        try ArrowFailure.check(status)
    }
}

/// Texts as Arrow wants them: one behind the other, and where each ends.
private struct ArrowTexts {
    private var bytes: [UInt8] = []
    private var offsets: [Int32] = [0]

    init(_ texts: ArraySlice<String>) throws(ArrowFailure) {
        offsets.reserveCapacity(texts.count + 1)
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            guard let end = Int32(exactly: bytes.count) else {
                throw ArrowFailure(status: CARROW_INVALID, message: "a column holds more than 2 GB of distinct texts")
            }
            offsets.append(end)
        }
    }

    /// Calls `body` with an Arrow array of the texts, which lives as long as the call.
    func withArray<Result>(_ body: (inout ArrowArray) -> Result) -> Result {
        offsets.withUnsafeBufferPointer { offsets in
            bytes.withUnsafeBufferPointer { bytes in
                Validity().withArray(
                    length: offsets.count - 1,
                    buffers: [UnsafeRawPointer(offsets.baseAddress), UnsafeRawPointer(bytes.baseAddress)],
                    body
                )
            }
        }
    }
}

extension Column {
    /// How the shim gets the column's rows.
    fileprivate var writtenAs: Int32 {
        if case .text(let texts) = self, texts.isEachRowALevel { return Int32(CARROW_PLAIN_TEXT) }
        return type.arrowCode
    }
}

extension TextColumn {
    /// Whether no text occurs twice and the levels are the rows, as with identifiers: a dictionary would only cost.
    fileprivate var isEachRowALevel: Bool {
        levels.count == codes.count && codes.indices.allSatisfy { codes[$0] == $0 }
    }
}
