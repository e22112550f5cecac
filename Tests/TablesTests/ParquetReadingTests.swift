import Diagnostics
import TestSupport
import Testing

@testable import Tables

@Suite("Parquet files of other tools are read")
struct ParquetReadingTests {
    @Test("Every type of number and text becomes one of ours; missing stays missing")
    func types() throws {
        let table = try Table.readParquet(Places.fixture("Tables/types.parquet"))
        #expect(table.rowCount == 3)
        for (name, type) in [
            ("int8", ColumnType.integer), ("uint8", .integer), ("int32", .double), ("uint64", .double),
            ("float", .float), ("double", .double), ("bool", .integer), ("bool_missing", .double), ("null", .double),
            ("string", .text), ("large_string", .text), ("dictionary", .text),
        ] {
            #expect(table[name]?.type == type, "\(name)")
        }
        #expect(try table.doubles("int8") == [1, -2, 3])
        #expect(try table.doubles("uint8") == [1, 200, 3])
        #expect(try table.doubles("uint64") == [1, 0x1p40, 3])
        #expect(try table.doubles("bool") == [1, 0, 1])
        #expect(try table.doubles("int32").map(\.isNaN) == [false, true, false])
        #expect(try table.doubles("float").map(\.isNaN) == [false, true, true])
        #expect(try table.doubles("bool_missing").map(\.isNaN) == [false, true, false])
        #expect(try table.doubles("double")[2] == -1e300)
        #expect(try table.texts("string").texts == ["a", nil, ""])
        #expect(try table.texts("large_string").texts == ["Clínic", nil, "b"])
        #expect(try table.texts("dictionary").texts == ["x", nil, "x"])
    }

    @Test("Types that are not read are named; other columns of such a file are read", arguments: ["day", "list"])
    func otherTypes(column: String) throws {
        let file = Places.fixture("Tables/\(column == "day" ? "date" : "list").parquet")
        #expect {
            try Table.readParquet(file)
        } throws: { error in
            (error as? TableError)?.problem.what == "the column \(column) has a type that is not read"
        }
        #expect(try Table.readParquet(file, only: ["isic_id"]).texts("isic_id").texts == ["a"])
    }

    @Test("A file of nested columns is refused")
    func nested() {
        #expect {
            try Table.readParquet(Places.fixture("Tables/nested.parquet"))
        } throws: { error in
            (error as? TableError)?.problem.what.contains("nested columns") == true
        }
    }
}
