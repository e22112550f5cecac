import Foundation
import Randomness
import Storage
import TestSupport
import Testing

@testable import Tables

/// Files of our own writer, read back by Arrow.
@Suite struct ParquetWriterTests {
    @Test func `Bit-packed numbers are those of the format's own example`() {
        // https://parquet.apache.org/docs/file-format/data-pages/encodings: 0 to 7 in three bits each.
        let run = BitPacking.run(count: 8, width: 3) { UInt32($0) }
        #expect(run == [1 << 1 | 1, 0b1000_1000, 0b1100_0110, 0b1111_1010])
        #expect([0, 1, 2, 3, 256, 257].map(BitPacking.width(positionsBelow:)) == [1, 1, 1, 2, 8, 9])
    }

    @Test func `Levels say which rows are present, the last eight filled up`() {
        let levels = BitPacking.levels(count: 10) { $0 != 1 && $0 != 9 }
        #expect(levels == [3, 0, 0, 0, 2 << 1 | 1, 0b1111_1101, 0b0000_0001])
    }

    @Test func `Thrift's numbers, texts and structures are those of its specification`() {
        let bytes = ThriftWriter.structure { outer in
            outer.integer32(1, 150)
            outer.integer64(3, -1)
            outer.text(4, "ab")
            outer.structure(5) { $0.integers32(2, [0, 3]) }
            outer.integer32(6, 0)
        }
        #expect(
            bytes == [0x15, 0xAC, 0x02, 0x26, 0x01, 0x18, 2, 0x61, 0x62, 0x1C, 0x29, 0x25, 0, 6, 0, 0x15, 0, 0]
        )
    }

    @Test(arguments: [0, 1, 7, 8, 9, 1_000])
    func `Every type comes back, with and without missing cells`(rows: Int) throws {
        var generator = SeededGenerator(seed: UInt64(rows))
        func texts(_ levels: Int, missing: Double) -> TextColumn {
            TextColumn(
                (0..<rows).map { _ in generator.chance(missing) ? nil : "level \(generator.integer(below: levels)) é" }
            )
        }
        func numbers(missing: Double) -> [Double] {
            (0..<rows).map { _ in
                generator.chance(missing) ? .nan : generator.normal(mean: 0, standardDeviation: 1e3)
            }
        }
        let table = try Table([
            ("complete", .double(numbers(missing: 0))), ("some", .double(numbers(missing: 0.3))),
            ("none", .double(numbers(missing: 1))), ("float", .float(numbers(missing: 0.5).map { Float($0) })),
            ("whole", .integer((0..<rows).map { Int64($0) - 3 })), ("one", .text(texts(1, missing: 0))),
            ("few", .text(texts(3, missing: 0.2))), ("many", .text(texts(400, missing: 0.1))),
            ("nothing", .text(texts(1, missing: 1))), ("ids", .text(TextColumn((0..<rows).map { "ISIC_\($0)" }))),
        ])
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try table.writeParquet(to: file)
            try expectEqual(Table.readParquet(file), table)
        }
    }

    @Test func `More rows than a group holds come back, also where only the second group has missing cells`() throws {
        let rows = (1 << 20) + 11
        var values = (0..<rows).map { Float($0) }
        values[rows - 2] = .nan
        let table = try Table([
            ("number", .float(values)),
            ("text", .text(TextColumn(levels: ["a", "b", "c"], codes: (0..<rows).map { Int32($0 % 4) - 1 }))),
        ])
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try table.writeParquet(to: file)
            try expectEqual(Table.readParquet(file), table)
        }
    }

    @Test func `Columns may be written in any order and stand in that of their names`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            let names = ["a", "b", "c"]
            try ParquetWriter.write(to: file, names: names, rowCount: 2) { writer in
                for position in [2, 0, 1] {
                    try [Float(position), .nan].withUnsafeBufferPointer { try writer.write($0, at: position) }
                }
            }
            let back = try Table.readParquet(file)
            #expect(back.columnNames == names)
            #expect(try names.map { try back.doubles($0)[0] } == [0, 1, 2])
            #expect(try back.doubles("a")[1].isNaN)
        }
    }

    @Test func `An error in the middle leaves the old file, and nothing beside it`() throws {
        struct Failure: Error {}
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try Data("before".utf8).write(to: file)
            #expect(throws: Failure.self) {
                try ParquetWriter.write(to: file, names: ["a", "b"], rowCount: 3) { writer in
                    try writer.write(.double([1, 2, 3]), at: 0)
                    throw Failure()
                }
            }
            #expect(try Data(contentsOf: file) == Data("before".utf8))
            #expect(try Folder.contents(folder) == ["table.parquet"])
        }
    }

    /// The same columns with the same bits; missing numbers are alike, and columns without a value have no type to keep.
    private func expectEqual(_ found: Table, _ expected: Table) throws {
        #expect(found.columnNames == expected.columnNames && found.rowCount == expected.rowCount)
        for name in expected.columnNames {
            switch (try found.column(name), try expected.column(name)) {
            case (.text(let found), .text(let expected)): #expect(found == expected, "\(name)")
            case (let found, let expected):
                #expect(found.type == expected.type, "\(name)")
                let same = zip(try numbers(found), try numbers(expected)).allSatisfy {
                    $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
                }
                #expect(same, "\(name)")
            }
        }
    }

    private func numbers(_ column: Column) throws -> [Double] { try Table([("x", column)]).doubles("x") }
}
