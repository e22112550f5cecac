/// The parts of the Parquet format that our files use (https://github.com/apache/parquet-format): flat columns, data pages of
/// version 1, nothing compressed.
enum ParquetFormat {
    /// What stands at both ends of a file.
    static let magic = Array("PAR1".utf8)

    /// How values are stored.
    enum PhysicalType: Int {
        case integer64 = 2
        case float = 4
        case double = 5
        /// Text, each one behind its length.
        case byteArray = 6
    }

    enum Encoding: Int {
        case plain = 0
        /// Bit-packed runs, here of levels.
        case runs = 3
        /// Bit-packed positions in the dictionary.
        case dictionaryPositions = 8
    }

    /// The values of a column in one group of rows.
    struct Chunk {
        /// Where the dictionary begins; nil where there is none.
        let dictionaryOffset: Int?
        /// Where the page of values begins.
        let dataOffset: Int
        /// The bytes of all its pages, headers included.
        let size: Int
        let rowCount: Int
    }

    /// A column as the footer describes it.
    struct ColumnRecord {
        let name: String
        let type: PhysicalType
        let hasMissing: Bool
        /// One for each group of rows.
        let chunks: [Chunk]
    }

    /// The header of a page of `size` bytes with the values of `rowCount` rows.
    static func dataPageHeader(size: Int, rowCount: Int, encoding: Encoding) -> [UInt8] {
        pageHeader(type: 0, size: size) { page in
            page.structure(5) { header in
                header.integer32(1, rowCount)
                header.integer32(2, encoding.rawValue)
                header.integer32(3, Encoding.runs.rawValue)
                header.integer32(4, Encoding.runs.rawValue)
            }
        }
    }

    /// The header of a page of `size` bytes with the `count` texts of a dictionary.
    static func dictionaryPageHeader(size: Int, count: Int) -> [UInt8] {
        pageHeader(type: 2, size: size) { page in
            page.structure(7) { header in
                header.integer32(1, count)
                header.integer32(2, Encoding.plain.rawValue)
            }
        }
    }

    private static func pageHeader(type: Int, size: Int, _ kind: (inout ThriftWriter) -> Void) -> [UInt8] {
        ThriftWriter.structure { page in
            page.integer32(1, type)
            page.integer32(2, size)
            page.integer32(3, size)
            kind(&page)
        }
    }

    /// What stands behind the pages: the description of the file, its length, and the end.
    static func footer(_ columns: [ColumnRecord], rowCount: Int) -> [UInt8] {
        var bytes = ThriftWriter.structure { file in
            file.integer32(1, 2)
            file.structures(2, [nil] + columns.map(Optional.some)) { element, column in
                if let column { describe(column, &element) } else { describeRoot(columns.count, &element) }
            }
            file.integer64(3, rowCount)
            file.structures(4, Array((columns.first?.chunks ?? []).indices)) { group, index in
                group.structures(1, columns) { chunk, column in
                    chunk.integer64(2, 0)
                    chunk.structure(3) { describe(column.chunks[index], of: column, &$0) }
                }
                group.integer64(2, columns.reduce(0) { $0 + $1.chunks[index].size })
                group.integer64(3, columns[0].chunks[index].rowCount)
            }
            file.text(6, "cygnet")
        }
        bytes.appendLittleEndian(UInt32(bytes.count))
        return bytes + magic
    }

    private static func describeRoot(_ columnCount: Int, _ element: inout ThriftWriter) {
        element.integer32(3, 0)
        element.text(4, "schema")
        element.integer32(5, columnCount)
    }

    private static func describe(_ column: ColumnRecord, _ element: inout ThriftWriter) {
        element.integer32(1, column.type.rawValue)
        element.integer32(3, column.hasMissing ? 1 : 0)
        element.text(4, column.name)
        guard column.type == .byteArray else { return }
        // UTF-8 text, in the older and the newer way of saying it.
        element.integer32(6, 0)
        element.structure(10) { $0.structure(1) { _ in } }
    }

    private static func describe(_ chunk: Chunk, of column: ColumnRecord, _ element: inout ThriftWriter) {
        let encodings = [Encoding.plain, .runs] + (chunk.dictionaryOffset == nil ? [] : [.dictionaryPositions])
        element.integer32(1, column.type.rawValue)
        element.integers32(2, encodings.map(\.rawValue))
        element.texts(3, [column.name])
        element.integer32(4, 0)
        element.integer64(5, chunk.rowCount)
        element.integer64(6, chunk.size)
        element.integer64(7, chunk.size)
        element.integer64(9, chunk.dataOffset)
        if let offset = chunk.dictionaryOffset { element.integer64(11, offset) }
    }
}
