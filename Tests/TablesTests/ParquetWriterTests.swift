import Foundation
import Randomness
import Storage
import TestSupport
import Testing

@testable import Tables

/// Files that are written column by column, read back.
@Suite struct ParquetWriterTests {
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

    @Test func `A column comes back that was written while another was not yet made`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            let identifiers = Column.text(TextColumn(["one", "two"]))
            let fields: [ParquetWriter.Field] = [.column(identifiers, named: "isic_id"), .floats("a"), .floats("b")]
            try ParquetWriter.write(to: file, fields: fields) { writer in
                try writer.write(identifiers)
                for first in [Float(1), 2] {
                    try [first, .nan].withUnsafeBufferPointer { try writer.write($0) }
                }
            }
            let back = try Table.readParquet(file)
            #expect(back.columnNames == ["isic_id", "a", "b"])
            #expect(try back.texts("isic_id") == TextColumn(["one", "two"]))
            #expect(try ["a", "b"].map { try back.doubles($0)[0] } == [1, 2])
            #expect(try back.doubles("b")[1].isNaN)
        }
    }

    @Test(arguments: [1, 3])
    func `Columns that do not come, or were not announced, are refused, and the old file stays`(columns: Int) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try Data("before".utf8).write(to: file)
            #expect(throws: TableError.self) {
                try ParquetWriter.write(to: file, fields: [.floats("a"), .floats("b")]) { writer in
                    for _ in 0..<columns { try [1, 2].withUnsafeBufferPointer { try writer.write($0) } }
                }
            }
            #expect(try Data(contentsOf: file) == Data("before".utf8))
        }
    }

    @Test func `An error in the middle leaves the old file, and nothing beside it`() throws {
        struct Failure: Error {}
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try Data("before".utf8).write(to: file)
            #expect(throws: Failure.self) {
                try ParquetWriter.write(to: file, fields: [.floats("a"), .floats("b")]) { writer in
                    try [1, 2, 3].withUnsafeBufferPointer { try writer.write($0) }
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
