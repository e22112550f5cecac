import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Tables

@Suite("Tables are written and read back")
struct WritingTests {
    private func example() throws -> Table {
        try Table([
            ("isic_id", .text(TextColumn(["a", "b, \"c\"", "line\nend", " padded", "Clínic"]))),
            ("x", .double([0.1, .nan, 1e300, -0.0, .infinity])),
            ("e0", .float([0.1, 2, .nan, 16_777_216, -3.5e-12])),
            ("target", .integer([0, 1, .max, .min, -7])),
            ("sex", .text(TextColumn(["male", nil, "female", nil, "male"]))),
        ])
    }

    private func check(_ back: Table) throws {
        let table = try example()
        #expect(back.columnNames == table.columnNames)
        #expect(back.rowCount == table.rowCount)
        #expect(try back.texts("isic_id") == table.texts("isic_id"))
        #expect(try back.texts("sex") == table.texts("sex"))
        for name in ["x", "e0", "target"] {
            #expect(back[name]?.type == table[name]?.type)
            let same = zip(try back.doubles(name), try table.doubles(name)).allSatisfy {
                $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
            }
            #expect(same, "\(name)")
        }
    }

    @Test("CSV keeps every bit of every number, and every character of every text")
    func csv() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.csv")
            try example().writeCSV(to: file)
            // A whole number beyond 2^53 is exact only where its type is inferred: doubles cannot hold it.
            try check(Table.readCSV(file, types: ["x": .double, "e0": .float]))
        }
    }

    @Test("The CSV text is RFC 4180: quotes only where needed, missing as nothing")
    func csvText() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.csv")
            let table = try Table([
                ("id", .text(TextColumn(["plain", "a,b", nil, ""]))), ("value", .double([1, .nan, 0.1, 1e-7])),
            ])
            try table.writeCSV(to: file)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == "id,value\nplain,1.0\n\"a,b\",\n,0.1\n\"\",1e-07\n")
            let single = try Table([("fold", .double([1, .nan]))])
            try single.writeCSV(to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "fold\n1.0\n\"\"\n")
            #expect(try Table.readCSV(file).rowCount == 2)
        }
    }

    @Test("Parquet keeps types and bits; missing cells are nulls")
    func parquet() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try example().writeParquet(to: file)
            try check(Table.readParquet(file))
            let some = try Table.readParquet(file, only: ["sex", "x"])
            #expect(some.columnNames == ["x", "sex"])
            #expect(throws: TableError.self) { try Table.readParquet(file, only: ["y"]) }
        }
    }

    @Test("A wide matrix goes to Parquet and comes back, also without rows")
    func wideMatrix() throws {
        let names = (0..<100).map { "e\($0)" }
        for rows in [0, 1, 1000] {
            let columns = names.indices.map { column in (0..<rows).map { Float($0 * 100 + column) / 8 } }
            let matrix = try FeatureMatrix(names: names, columns: columns, rowCount: rows)
            try Places.withTemporaryFolder { folder in
                let file = folder.appending(path: "embeddings.parquet")
                try matrix.table(ids: (0..<rows).map { "ISIC_\($0)" }).writeParquet(to: file)
                let back = try Table.readParquet(file)
                #expect(back.columnNames.first == "isic_id")
                let again = try FeatureMatrix(back)
                #expect(again.names == names)
                #expect(again.columns == columns)
                #expect(again.rowCount == rows)
            }
        }
    }

    @Test("Writing fails with one message and leaves the old file as it was")
    func unwritable() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "none/table.parquet")
            #expect(throws: StorageError.self) { try example().writeParquet(to: file) }
            #expect(throws: StorageError.self) { try example().writeCSV(to: file) }
            let left = try Folder.contents(folder)
            #expect(left.isEmpty)
        }
    }

    @Test("A file that is no Parquet file, or only the start of one, is refused", arguments: [0, 0.01, 0.3, 0.95])
    func damagedParquet(share: Double) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "table.parquet")
            try example().writeParquet(to: file)
            let bytes = try Data(contentsOf: file)
            try bytes.prefix(Int(share * Double(bytes.count))).write(to: file)
            #expect {
                try Table.readParquet(file)
            } throws: { error in
                (error as? TableError)?.problem.what.hasPrefix("the file cannot be read as Parquet") == true
            }
        }
    }
}
