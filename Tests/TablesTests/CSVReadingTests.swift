import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Tables

@Suite("CSV files become tables")
struct CSVReadingTests {
    private static let types: [String: ColumnType] = [
        "isic_id": .text, "age": .double, "target": .integer, "sex": .text, "x": .float,
    ]

    /// Writes `text` (or bytes) and reads it back.
    private func read(
        _ text: String,
        types: [String: ColumnType] = types,
        only: Set<String>? = nil
    ) throws -> Table {
        try read(Array(text.utf8), types: types, only: only)
    }

    private func read(
        _ bytes: [UInt8],
        types: [String: ColumnType] = types,
        only: Set<String>? = nil
    ) throws -> Table {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "train.csv")
            try Data(bytes).write(to: file)
            return try Table.readCSV(file, types: types, only: only)
        }
    }

    /// The problem that reading `text` ends with.
    private func problem(_ text: String, only: Set<String>? = nil) -> Problem? {
        problem(Array(text.utf8), only: only)
    }

    private func problem(_ bytes: [UInt8], only: Set<String>? = nil) -> Problem? {
        do {
            _ = try read(bytes, only: only)
            return nil
        } catch {
            return (error as? TableError)?.problem
        }
    }

    @Test("Known columns have the types asked for")
    func types() throws {
        let table = try read("isic_id,age,target,sex,x\na,45.0,0,male,1.5\nb,,1,,\n")
        #expect(table.columnNames == ["isic_id", "age", "target", "sex", "x"])
        #expect(table.rowCount == 2)
        #expect(try table.texts("sex").texts == ["male", nil])
        #expect(table["target"]?.type == .integer)
        #expect(table["x"]?.type == .float)
        let ages = try table.doubles("age")
        #expect(ages[0] == 45 && ages[1].isNaN)
        #expect(try table.doubles("x")[1].isNaN)
    }

    @Test(
        "Empty cells and what pandas takes for missing are missing",
        arguments: ["", "NA", "NaN", "nan", "null", "N/A", "\"\"", "\"NA\"", "None"]
    )
    func missing(cell: String) throws {
        let table = try read("isic_id,age,target,sex\na,\(cell),1,\(cell)\n")
        #expect(try table.doubles("age")[0].isNaN)
        #expect(try table.texts("sex")[0] == nil)
    }

    @Test("Whole numbers may be written with a point; with missing cells or fractions they are doubles")
    func integers() throws {
        #expect(try read("target\n135.0\n 1 \n")["target"]?.type == .integer)
        #expect(try read("target\n135.0\n 1 \n").doubles("target") == [135, 1])
        #expect(try read("target\n1\nNA\n")["target"]?.type == .double)
        #expect(try read("target\n1\n0.5\n").doubles("target") == [1, 0.5])
    }

    @Test("Unknown columns become whole numbers, numbers or text, whichever fits")
    func inference() throws {
        let table = try read(
            "fold,score,gap,site,code,empty,day\n0,1e-3,1,arm,007,,2024-01-01\n1,inf,,leg,012,,2024-01-02\n",
            types: [:]
        )
        #expect(table["fold"]?.type == .integer)
        #expect(table["gap"]?.type == .double)
        #expect(table["empty"]?.type == .double)
        #expect(try table.doubles("score") == [1e-3, .infinity])
        #expect(try table.texts("site").texts == ["arm", "leg"])
        #expect(try table.texts("code").texts == ["007", "012"])
        #expect(try table.texts("day").texts == ["2024-01-01", "2024-01-02"])
    }

    @Test("Quotes, commas, line ends inside quotes, CRLF, a byte order mark and empty lines are read")
    func layout() throws {
        let table = try read(
            "\u{FEFF}isic_id,sex,age\r\na,\"Liopyris, \"\"K\"\"\r\nAthens\",1\r\n\r\n\"b\",Clínic,2\r\n"
        )
        #expect(table.columnNames == ["isic_id", "sex", "age"])
        #expect(try table.texts("sex").texts == ["Liopyris, \"K\"\r\nAthens", "Clínic"])
        #expect(try table.doubles("age") == [1, 2])
        #expect(try read("isic_id,age\na,1").rowCount == 1, "a last line without its end counts")
    }

    @Test("Only the columns asked for are read, in the file's order")
    func only() throws {
        let table = try read("isic_id,age,sex,extra\na,x,male,1\n", only: ["sex", "isic_id"])
        #expect(table.columnNames == ["isic_id", "sex"])
        #expect(problem("isic_id,age\na,1\n", only: ["target", "isic_id"])?.what == "the column target is missing")
    }

    @Test("A header without rows is a table of no rows; a column without a name is passed over")
    func borders() throws {
        let table = try read("isic_id,age,target\n")
        #expect(table.rowCount == 0)
        #expect(table["age"]?.type == .double)
        #expect(try read(",isic_id\n0,a\n").columnNames == ["isic_id"])
    }

    @Test("A text in a number column is named with its file, row, line, column and value")
    func textForNumber() throws {
        let found = problem("isic_id,sex,age\na,\"x\ny\",1\nb,male,2\n\nc,male,fifty\n")
        #expect(found?.location?.hasSuffix("train.csv, row 3 (line 6), column age") == true)
        #expect(found?.found == "\"fifty\"")
        #expect(found?.remedy != nil)
        for cell in ["1,5", "0x1A", "12 mm", "--", "1 2"] {
            #expect(problem("isic_id,age\na,\"\(cell)\"\n")?.found == "\"\(cell)\"")
        }
    }

    @Test("The wrong number of fields is named with its row", arguments: ["b,1", "b,1,male,more"])
    func fieldCount(row: String) throws {
        let found = problem("isic_id,age,sex\na,1,male\n\(row)\n")
        #expect(found?.what == "the row has the wrong number of fields")
        #expect(found?.location?.hasSuffix("train.csv, row 2 (line 3)") == true)
        #expect(found?.expected == "3 as in the header")
    }

    @Test("Text that is not UTF-8 is named with its place")
    func notUTF8() throws {
        let found = problem(Array("isic_id,sex\na,ok\nb,Cl".utf8) + [0xED] + Array("nic\n".utf8))
        #expect(found?.location?.hasSuffix("row 2 (line 3), column sex") == true)
        #expect(found?.what == "the text is not UTF-8")
        #expect(problem([0xFF, 0xFE] + Array("i\0s\0".utf8))?.what == "the header is not UTF-8 text")
    }

    @Test("Other damaged files give one clear message each")
    func damaged() throws {
        #expect(problem("")?.what == "the file is empty")
        #expect(problem("\n \r\n")?.what == "the file is empty")
        #expect(problem("isic_id,age,isic_id\na,1,b\n")?.what == "more than one column is named isic_id")
        #expect(problem("isic_id;age\na;1\n")?.found == "\";\"")
        #expect(problem("isic_id,sex,age\na,\"male,1\nb,male,2\n")?.what == "a quoted text is not closed")
    }

    @Test("A file that is not there, and a folder, are no tables")
    func absent() throws {
        #expect(throws: StorageError.self) { try Table.readCSV(Places.fixture("Tables/none.csv")) }
        #expect(throws: StorageError.self) { try Table.readCSV(Places.project) }
    }

    @Test("A file of many blocks is read in order, and its last row found")
    func manyBlocks() throws {
        var text = "isic_id,age,target,sex\n"
        let rows = 150_000
        for row in 0..<rows { text += "ISIC_\(row),\(Double(row) / 4),\(row % 2),\"level\n\(row % 7)\"\n" }
        let table = try read(text)
        #expect(table.rowCount == rows)
        #expect(try table.texts("isic_id")[rows - 1] == "ISIC_\(rows - 1)")
        #expect(try table.doubles("age")[rows / 2] == Double(rows / 2) / 4)
        #expect(try table.texts("sex").levels == (0..<7).map { "level\n\($0)" })
        let found = problem(text + "last,bad,1,x\n")
        #expect(found?.location?.hasSuffix("row \(rows + 1) (line \(rows * 2 + 2)), column age") == true)
    }

    @Test(
        "The competition's own test rows are read",
        .enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d")
    )
    func realRows() throws {
        let folder = Places.shared("data/slice3d/competition-stubs")
        let table = try Table.readCSV(folder.appending(path: "test-metadata.csv"))
        #expect(table.columnNames.count == 44)
        #expect(try table.texts("isic_id").texts == ["ISIC_0015657", "ISIC_0015729", "ISIC_0015740"])
        #expect(try table.doubles("tbp_lv_y") == [1511.222, 629.535888671875, 1303.978])
        #expect(try table.texts("attribution")[2] == "FNQH Cairns")
    }
}
