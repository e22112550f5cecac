import Diagnostics
public import Foundation
import Storage

/// Writes a Parquet file column by column, straight from the caller's memory: numbers plain, text with a dictionary where it
/// repeats, nothing compressed. Missing cells become nulls; a column without any is marked as required.
///
/// Arrow's writer asks for all columns in order, must know beforehand which have missing cells, and copies every number once
/// more. Here a column may come as soon as it is made, and be forgotten.
public final class ParquetWriter {
    private let file: GrowingFile
    private let names: [String]
    private let rowCount: Int
    private var records: [ParquetFormat.ColumnRecord?]
    /// Memory for the values of columns with missing cells.
    private var scratch: [UInt8] = []

    /// How many rows stand together in the file, as in Arrow's own default.
    private static let rowsInGroup = 1 << 20

    /// Replaces `url` by a file of `rowCount` rows with the columns that `body` writes, every one of `names` once.
    ///
    /// Where `body` throws, the previous file stays as it was.
    ///
    /// - Throws: `StorageError` or `TableError.unwritable` where the file cannot be written, or what `body` throws.
    public static func write(
        to url: URL,
        names: [String],
        rowCount: Int,
        _ body: (ParquetWriter) throws -> Void
    ) throws {
        try AtomicFile.replace(url) { temporary in
            let writer = try ParquetWriter(GrowingFile(creating: temporary), names, rowCount)
            try writer.append(ParquetFormat.magic)
            try body(writer)
            let columns = writer.records.compactMap { $0 }
            precondition(columns.count == names.count, "every column is written once")
            try writer.append(ParquetFormat.footer(columns, rowCount: rowCount))
        }
    }

    private init(_ file: GrowingFile, _ names: [String], _ rowCount: Int) {
        self.file = file
        self.names = names
        self.rowCount = rowCount
        records = Array(repeating: nil, count: names.count)
    }

    /// Writes the column at `position`; columns may come in any order.
    ///
    /// - Throws: `StorageError` where the disk is full, `TableError.unwritable` where the column is too large.
    public func write(_ column: Column, at position: Int) throws {
        switch column {
        case .double(let values):
            try values.withUnsafeBufferPointer { try write($0, .double, at: position) { $0 != $0 } }
        case .float(let values): try values.withUnsafeBufferPointer { try write($0, at: position) }
        case .integer(let values):
            try values.withUnsafeBufferPointer { try write($0, .integer64, at: position) { _ in false } }
        case .text(let texts): try write(texts, at: position)
        }
    }

    /// Writes 32-bit numbers, NaN where missing, as the column at `position`.
    ///
    /// - Throws: `StorageError` where the disk is full.
    public func write(_ values: UnsafeBufferPointer<Float>, at position: Int) throws {
        // NaN differs from itself; asking so, unlike `isNaN`, is done for many numbers at once.
        try write(values, .float, at: position) { $0 != $0 }
    }

    // MARK: - Columns

    @inline(__always)
    private func write<Number>(
        _ values: UnsafeBufferPointer<Number>,
        _ type: ParquetFormat.PhysicalType,
        at position: Int,
        isMissing: (Number) -> Bool
    ) throws {
        // All are looked at, which takes less time than to stop at the first.
        var found: UInt32 = 0
        for value in values { found |= isMissing(value) ? 1 : 0 }
        let hasMissing = found != 0
        try writeChunks(type, at: position, count: values.count, hasMissing: hasMissing) { rows in
            let part = UnsafeBufferPointer(rebasing: values[rows])
            guard hasMissing else { return try appendPage(rows.count, values: UnsafeRawBufferPointer(part)) }
            let levels = BitPacking.levels(count: part.count) { !isMissing(part[$0]) }
            return try withPresent(part, isMissing) { try appendPage(rows.count, levels, values: $0) }
        }
    }

    private func write(_ texts: TextColumn, at position: Int) throws {
        let hasMissing = texts.hasMissing
        let dictionary = texts.isEachRowALevel || texts.levels.isEmpty ? nil : try plain(texts.levels, at: position)
        try writeChunks(.byteArray, at: position, count: texts.count, hasMissing: hasMissing) { rows in
            let codes = texts.codes[rows]
            let levels = hasMissing ? BitPacking.levels(count: rows.count) { codes[rows.lowerBound + $0] >= 0 } : []
            guard let dictionary else {
                // Either every row is a level, or every row is missing.
                let values = try plain(hasMissing ? [] : Array(texts.levels[rows]), at: position)
                return try values.withUnsafeBytes { try appendPage(rows.count, levels, values: $0) }
            }
            let offset = file.count
            try append(ParquetFormat.dictionaryPageHeader(size: dictionary.count, count: texts.levels.count))
            try append(dictionary)
            let present = hasMissing ? codes.filter { $0 >= 0 } : Array(codes)
            let width = BitPacking.width(positionsBelow: texts.levels.count)
            let run = BitPacking.run(count: present.count, width: width) { UInt32(present[$0]) }
            return try ([UInt8(width)] + run).withUnsafeBytes {
                try appendPage(rows.count, levels, values: $0, encoding: .dictionaryPositions, dictionary: offset)
            }
        }
    }

    /// Writes a column group of rows by group of rows, and notes where it stands.
    @inline(__always)
    private func writeChunks(
        _ type: ParquetFormat.PhysicalType,
        at position: Int,
        count: Int,
        hasMissing: Bool,
        _ chunk: (Range<Int>) throws -> ParquetFormat.Chunk
    ) throws {
        precondition(count == rowCount && records[position] == nil, "every column is written once, with all its rows")
        records[position] = ParquetFormat.ColumnRecord(
            name: names[position],
            type: type,
            hasMissing: hasMissing,
            chunks: try stride(from: 0, to: rowCount, by: Self.rowsInGroup).map { start in
                try chunk(start..<min(start + Self.rowsInGroup, rowCount))
            }
        )
    }

    // MARK: - Pages

    /// Writes the page of values, the last of its chunk; its dictionary, if it has one, begins at `dictionary`.
    private func appendPage(
        _ rowCount: Int,
        _ levels: [UInt8] = [],
        values: UnsafeRawBufferPointer,
        encoding: ParquetFormat.Encoding = .plain,
        dictionary: Int? = nil
    ) throws -> ParquetFormat.Chunk {
        let offset = file.count
        let size = levels.count + values.count
        try append(ParquetFormat.dataPageHeader(size: size, rowCount: rowCount, encoding: encoding) + levels)
        try file.append(values)
        return ParquetFormat.Chunk(
            dictionaryOffset: dictionary,
            dataOffset: offset,
            size: file.count - (dictionary ?? offset),
            rowCount: rowCount
        )
    }

    /// Calls `body` with the bytes of those values that are there, one behind the other.
    @inline(__always)
    private func withPresent<Number, Result>(
        _ values: UnsafeBufferPointer<Number>,
        _ isMissing: (Number) -> Bool,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let size = values.count * MemoryLayout<Number>.stride
        if scratch.count < size { scratch = [UInt8](repeating: 0, count: size) }
        return try scratch.withUnsafeMutableBytes { bytes in
            let target = bytes.bindMemory(to: Number.self)
            var count = 0
            for value in values {
                target[count] = value
                count += isMissing(value) ? 0 : 1
            }
            return try body(UnsafeRawBufferPointer(rebasing: bytes[..<(count * MemoryLayout<Number>.stride)]))
        }
    }

    /// Texts as Parquet stores them, each behind its length.
    private func plain(_ texts: [String], at position: Int) throws(TableError) -> [UInt8] {
        let size = texts.reduce(0) { $0 + $1.utf8.count + 4 }
        guard size < Int(Int32.max) else {
            throw .unwritable(
                Problem(
                    "the column \(names[position]) holds more than 2 GB of distinct texts",
                    remedy: "Leave the column out, or write fewer rows"
                )
            )
        }
        return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
            for var text in texts {
                text.withUTF8 { text in
                    let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[count...])
                    place.storeBytes(of: UInt32(text.count).littleEndian, as: UInt32.self)
                    UnsafeMutableRawBufferPointer(rebasing: place[4...]).copyMemory(from: UnsafeRawBufferPointer(text))
                    count += 4 + text.count
                }
            }
        }
    }

    private func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try file.append($0) }
    }
}

extension TextColumn {
    /// Whether no text occurs twice and the levels are the rows, as with identifiers: a dictionary would only cost.
    fileprivate var isEachRowALevel: Bool {
        levels.count == codes.count && codes.indices.allSatisfy { codes[$0] == $0 }
    }
}
