import CArrow
import Diagnostics
public import Foundation
import Storage

/// Writes a Parquet file column by column, in order: numbers plain, text with a dictionary where it repeats, nothing
/// compressed. Missing cells become nulls.
///
/// A column is written as soon as it comes and may be forgotten then, so a file may be larger than memory.
public final class ParquetWriter {
    /// What a file is told of a column before its values come.
    public struct Field: Sendable, Equatable {
        /// The name.
        public let name: String
        /// What the column holds, as the shim numbers it.
        let code: Int32
        /// Whether cells may be missing; columns without missing cells are written a little faster.
        let isNullable: Bool

        /// 32-bit numbers of which some may be missing.
        public static func floats(_ name: String) -> Field {
            Field(name: name, code: ColumnType.float.arrowCode, isNullable: true)
        }

        /// A column that is at hand.
        public static func column(_ column: Column, named name: String) -> Field {
            Field(name: name, code: column.writtenAs, isNullable: column.hasMissing)
        }
    }

    private let handle: OpaquePointer
    private let fields: [Field]
    private let writeback: EarlyWriteback
    private var written = 0

    /// After how many columns the disk is told to start.
    private static let columnsUntilWriteback = 48

    /// Replaces `url` by a file of one group of rows with the columns that `body` writes, one for each field, in order.
    ///
    /// Where `body` throws, the previous file stays as it was.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written, or what `body` throws.
    public static func write(to url: URL, fields: [Field], _ body: (ParquetWriter) throws -> Void) throws {
        try replace(url, fields: fields) { writer in
            try writer.startRows()
            try body(writer)
        }
    }

    /// The same, where `body` says itself when a group of rows starts.
    static func replace(_ url: URL, fields: [Field], _ body: (ParquetWriter) throws -> Void) throws {
        try AtomicFile.replace(url) { temporary in
            do {
                let writer = try ParquetWriter(temporary, fields)
                try body(writer)
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

    private init(_ url: URL, _ fields: [Field]) throws(ArrowFailure) {
        var handle: OpaquePointer?
        let status = withCStrings(fields.map(\.name)) { names in
            carrow_parquet_writer_open(
                url.path,
                names,
                fields.map(\.code),
                fields.map(\.isNullable),
                Int64(fields.count),
                &handle
            )
        }
        try ArrowFailure.check(status)
        guard let handle else { throw ArrowFailure(status: CARROW_FAILED, message: "no file was opened") }
        self.handle = handle
        self.fields = fields
        writeback = EarlyWriteback(url)
    }

    deinit { carrow_parquet_writer_close(handle) }

    // MARK: - Columns

    /// Writes the next column.
    ///
    /// - Throws: `TableError.unwritable` where the disk is full, the column is too large, or not as announced.
    public func write(_ column: Column) throws {
        try write(column, rows: 0..<column.count)
    }

    /// Writes 32-bit numbers, NaN where missing, as the next column.
    ///
    /// - Throws: `TableError.unwritable` where the disk is full, or the column was announced as another one.
    public func write(_ values: UnsafeBufferPointer<Float>) throws {
        try write(values, Validity(numbers: values))
    }

    /// Writes `rows` of the next column.
    func write(_ column: Column, rows: Range<Int>) throws {
        switch column {
        case .double(let values):
            try values[rows].withUnsafeBufferPointer { try write($0, Validity(numbers: $0)) }
        case .float(let values):
            try values[rows].withUnsafeBufferPointer { try write($0, Validity(numbers: $0)) }
        case .integer(let values):
            try values[rows].withUnsafeBufferPointer { try write($0, Validity()) }
        case .text(let texts) where texts.isEachRowALevel:
            try ArrowTexts(texts.levels[rows]).withArray { try write(&$0) }
        case .text(let texts):
            try write(texts.codes[rows], levels: texts.levels)
        }
    }

    /// Starts a group of rows; every column follows, in order.
    func startRows() throws(ArrowFailure) {
        try ArrowFailure.check(carrow_parquet_writer_start_rows(handle))
    }

    private func finish() throws(ArrowFailure) {
        guard written.isMultiple(of: max(fields.count, 1)) else {
            throw ArrowFailure(status: CARROW_INVALID, message: "\(written) columns came, not \(fields.count)")
        }
        try ArrowFailure.check(carrow_parquet_writer_finish(handle))
    }

    private func write<Number>(_ values: UnsafeBufferPointer<Number>, _ validity: Validity) throws {
        try validity.withArray(length: values.count, buffers: [UnsafeRawPointer(values.baseAddress)]) {
            try write(&$0)
        }
    }

    private func write(_ codes: ArraySlice<Int32>, levels: [String]) throws {
        let validity = Validity(codes) { $0 >= 0 }
        try ArrowTexts(levels[...]).withArray { dictionary in
            try codes.withUnsafeBufferPointer { codes in
                try validity.withArray(
                    length: codes.count,
                    buffers: [UnsafeRawPointer(codes.baseAddress)],
                    dictionary: &dictionary
                ) {
                    try write(&$0)
                }
            }
        }
    }

    private func write(_ array: inout ArrowArray) throws {
        try ArrowFailure.check(carrow_parquet_writer_column(handle, &array))
        written += 1
        if written.isMultiple(of: Self.columnsUntilWriteback) { writeback.start() }
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
    func withArray<Result>(_ body: (inout ArrowArray) throws -> Result) rethrows -> Result {
        try offsets.withUnsafeBufferPointer { offsets in
            try bytes.withUnsafeBufferPointer { bytes in
                try Validity().withArray(
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
