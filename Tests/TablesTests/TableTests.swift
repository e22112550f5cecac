import Testing

@testable import Tables

@Suite("A table holds named columns of equal length")
struct TableTests {
    private func example() throws -> Table {
        try Table(
            [
                ("isic_id", .text(TextColumn(["a", "b", "c"]))), ("age", .double([45, .nan, 60])),
                ("target", .integer([0, 1, 0])), ("e0", .float([0.5, 1.5, 2.5])),
            ],
            origin: "train.csv"
        )
    }

    @Test func `Ten thousand texts are told apart, and found again`() {
        let texts = (0..<10_000).map { "ISIC_\($0 % 7_000)" }
        let column = TextColumn(texts)
        #expect(column.levels.count == 7_000 && Set(column.levels).count == 7_000)
        #expect(column.texts == texts)
    }

    @Test func `One text written with different code points is one level`() {
        // é as one code point and as two; the Kelvin sign, which is a K.
        let column = TextColumn(["caf\u{E9}", "cafe\u{301}", "K", "\u{212A}", nil, ""])
        #expect(column.codes == [0, 0, 1, 1, -1, 2])
    }

    @Test("Rows are selected in the order asked for, with repeats")
    func selection() throws {
        let selected = try example().select(rows: [2, 0, 2])
        #expect(selected.rowCount == 3)
        #expect(try selected.texts("isic_id").texts == ["c", "a", "c"])
        #expect(try selected.doubles("target") == [0, 0, 0])
        #expect(try selected.doubles("e0") == [2.5, 0.5, 2.5])
        #expect(try selected.doubles("age")[1] == 45)
    }

    @Test("Columns are selected in the table's order")
    func columnSelection() throws {
        let selected = try example().select(columns: ["target", "isic_id", "nothing"])
        #expect(selected.columnNames == ["isic_id", "target"])
        #expect(!selected.contains("age"))
    }

    @Test("A missing column is named, and so is its table")
    func missingColumn() throws {
        let table = try example()
        #expect(throws: TableError.missingColumns(["sex"], table: "train.csv", available: table.columnNames)) {
            try table.doubles("sex")
        }
        #expect(throws: TableError.missingColumns(["sex", "site"], table: "train.csv", available: table.columnNames)) {
            try table.require(["age", "sex", "site"])
        }
    }

    @Test("Text is not taken for numbers, nor numbers for text")
    func wrongType() throws {
        let table = try example()
        #expect(
            throws: TableError.wrongType(column: "isic_id", table: "train.csv", expected: "numbers", found: .text)
        ) { try table.doubles("isic_id") }
        #expect(throws: TableError.wrongType(column: "age", table: "train.csv", expected: "text", found: .double)) {
            try table.texts("age")
        }
    }

    @Test("A name is taken once, and lengths agree")
    func malformed() throws {
        var table = try example()
        #expect(throws: TableError.duplicateColumns(["age"], table: "train.csv")) {
            try table.append("age", .double([1, 2, 3]))
        }
        #expect(throws: TableError.rowCount(column: "short", table: "train.csv", expected: 3, found: 1)) {
            try table.append("short", .double([1]))
        }
    }

    @Test("Text is encoded by first appearance; missing is -1")
    func textColumn() {
        let column = TextColumn(["b", nil, "a", "b"])
        #expect(column.levels == ["b", "a"])
        #expect(column.codes == [0, -1, 1, 0])
        #expect(column.texts == ["b", nil, "a", "b"])
        #expect(column.hasMissing)
        #expect(column == TextColumn(levels: ["a", "unused", "b"], codes: [2, -1, 0, 2]))
        #expect(column != TextColumn(["b", nil, "a", "a"]))
    }
}

@Suite("A feature matrix holds 32-bit columns")
struct FeatureMatrixTests {
    @Test("It becomes a table with isic_id first, and comes back")
    func roundTrip() throws {
        let matrix = try FeatureMatrix(names: ["x", "y"], columns: [[1, 2], [.nan, 4]], rowCount: 2)
        let table = try matrix.table(ids: ["a", "b"])
        #expect(table.columnNames == ["isic_id", "x", "y"])
        let back = try FeatureMatrix(table)
        #expect(back.names == ["x", "y"])
        #expect(back.columns[0] == [1, 2])
        #expect(back.columns[1][0].isNaN && back.columns[1][1] == 4)
    }

    @Test("Matrices are joined side by side when their rows agree and no name repeats")
    func joining() throws {
        var left = try FeatureMatrix(names: ["x"], columns: [[1, 2]], rowCount: 2)
        try left.append(contentsOf: FeatureMatrix(names: ["y"], columns: [[3, 4]], rowCount: 2))
        #expect(left.names == ["x", "y"])
        #expect(left.select(rows: [1]).columns == [[2], [4]])
        #expect(throws: TableError.duplicateColumns(["y"], table: nil)) {
            try left.append(contentsOf: FeatureMatrix(names: ["y"], columns: [[3, 4]], rowCount: 2))
        }
        #expect(throws: TableError.rowCount(column: "z", table: nil, expected: 2, found: 1)) {
            try left.append(contentsOf: FeatureMatrix(names: ["z"], columns: [[3]], rowCount: 1))
        }
    }

    @Test("Text does not become a feature")
    func textColumn() throws {
        let table = try Table([("isic_id", .text(TextColumn(["a"]))), ("sex", .text(TextColumn(["male"])))])
        #expect(throws: TableError.wrongType(column: "sex", table: nil, expected: "numbers", found: .text)) {
            try FeatureMatrix(table)
        }
    }
}
