import Foundation
import Randomness
import Storage
import TestSupport
import Testing

@testable import Tables

@Suite("The plain reader gives what Arrow gives, or leaves the file to it")
struct PlainCSVTests {
    private static let types: [String: ColumnType] = [
        "isic_id": .text, "age": .double, "target": .integer, "sex": .text,
    ]

    /// What both readers make of a text; nil where the plain one leaves it to Arrow, or Arrow fails.
    private func read(_ text: String, only: Set<String>? = nil) throws -> (plain: Table?, arrow: Table?) {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "train.csv")
            try Data(text.utf8).write(to: file)
            let mapped = try MappedFile(file)
            return try mapped.withUnsafeBytes { bytes in
                let header = try CSVHeader(bytes, origin: "train.csv")
                let names = header.names.filter { !$0.isEmpty && only?.contains($0) != false }
                let plain = try Table.readPlainRows(
                    bytes,
                    header: header,
                    names: names,
                    types: Self.types,
                    origin: "train.csv"
                )
                return (plain, try? Table.readRows(file, names: names, types: Self.types))
            }
        }
    }

    private func expectEqual(_ first: Table, _ second: Table) throws {
        #expect(first.columnNames == second.columnNames && first.rowCount == second.rowCount)
        for name in first.columnNames {
            #expect(first[name]?.type == second[name]?.type, "\(name)")
            if case .text(let texts) = first[name] {
                let others = try second.texts(name)
                #expect(texts == others && texts.levels == others.levels, "\(name)")
            } else {
                let pairs = zip(try first.doubles(name), try second.doubles(name))
                let same = pairs.allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
                #expect(same, "\(name)")
            }
        }
    }

    @Test("Random rows of numbers and texts, over several blocks", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let numbers = ["", "NA", "nan", "-1", "1e-3", "7.000", "-0.0", "inf", "1E5", ".5", "123456789012345678901"]
        let texts = ["", "male", "\"a, b\"", "\"say \"\"no\"\"\"", "NULL", "Clínic", "\"\"", "0012", " x ", "\"NA\""]
        let end = seed == 2 ? "\r\n" : "\n"
        var text = (seed == 3 ? "\u{FEFF}" : "") + "isic_id,age,,target,sex,free,code" + end
        for row in 0..<120_000 {
            let any = generator.chance(0.5)
            let age = any ? numbers[generator.integer(below: numbers.count)] : "\(generator.normal() * 1e3)"
            let cells = [
                "ISIC_\(row)", age, "skipped", "\(generator.integer(below: 2))",
                texts[generator.integer(below: texts.count)],
                "\(generator.uniform())", "\(generator.integer(below: 9))",
            ]
            text += cells.joined(separator: ",") + (row == 119_999 && seed == 1 ? "" : end)
        }
        let (plain, arrow) = try read(text)
        try expectEqual(try #require(plain), try #require(arrow))
        let some = try read(text, only: ["sex", "age"])
        try expectEqual(try #require(some.plain), try #require(some.arrow))
        #expect(some.plain?.columnNames == ["age", "sex"])
    }

    @Test(
        "What is not plain is left to Arrow",
        arguments: [
            "a,1,0,\"two\nlines\"\n", "a,1,0,x\n\nb,2,1,y\n", "a,1,0\n", "a,1,0,x,more\n", "a,one,0,x\n", "a, 1,0,x\n",
            "a,\"1\",0,x\n", "a,1,0,in\"side\n", "a,1,0,\"open\n", "a,1e999,0,x\n", "a,1,0,x\rb,2,1,y\n", "a,+1,0,x\n",
            "a,1x,0,x\n", "a,1,0,\"x\"y\n",
        ]
    )
    func notPlain(rows: String) throws {
        #expect(try read("isic_id,age,target,sex\n" + rows).plain == nil)
    }

    @Test("An empty line in a file of one column is no row")
    func oneColumn() throws {
        #expect(try read("sex\nmale\n\nfemale\n").plain == nil)
        let (plain, arrow) = try read("sex\nmale\nfemale")
        try expectEqual(try #require(plain), try #require(arrow))
    }

    @Test("Bytes that are no UTF-8 are left to Arrow")
    func noUTF8() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "train.csv")
            try Data("sex\n".utf8 + [0xC3, 0x28, 0x0A]).write(to: file)
            #expect(throws: TableError.self) { try Table.readCSV(file, types: Self.types) }
        }
    }
}
