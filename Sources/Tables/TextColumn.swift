/// A column of text: distinct levels, and one code per row that names its level.
public struct TextColumn: Sendable, Equatable {
    /// The distinct texts, in order of first appearance.
    public let levels: [String]

    /// The position in `levels` of each row's text, or -1 where it is missing.
    public let codes: [Int32]

    /// Encodes one text per row; nil is missing.
    public init(_ texts: some Sequence<String?>) {
        var encoder = TextEncoder()
        for text in texts { encoder.append(text) }
        self = encoder.column
    }

    /// Makes a column of codes into `levels`. Every code must be -1 or a position in `levels`.
    public init(levels: [String], codes: [Int32]) {
        precondition(codes.allSatisfy { $0 >= -1 && $0 < levels.count }, "a code names no level")
        self.levels = levels
        self.codes = codes
    }

    /// The number of rows.
    public var count: Int { codes.count }

    /// The text of a row, or nil where it is missing.
    public subscript(row: Int) -> String? {
        let code = codes[row]
        return code < 0 ? nil : levels[Int(code)]
    }

    /// The text of every row; nil is missing.
    public var texts: [String?] {
        codes.map { $0 < 0 ? nil : levels[Int($0)] }
    }

    /// Whether any row is missing.
    public var hasMissing: Bool { codes.contains(-1) }

    /// The cells of `rows`, in that order, over the same levels. Every row must be below `count`.
    public func select(rows: [Int]) -> TextColumn {
        TextColumn(levels: levels, codes: rows.map { codes[$0] })
    }

    /// Two columns are equal when their rows read the same, however they are encoded.
    public static func == (first: TextColumn, second: TextColumn) -> Bool {
        first.count == second.count && first.codes.indices.allSatisfy { first[$0] == second[$0] }
    }
}

/// Encodes text row by row.
struct TextEncoder {
    private(set) var levels: [String] = []
    private var codes: [Int32] = []
    private var codeOfLevel: [String: Int32] = [:]

    mutating func append(_ text: String?) {
        codes.append(code(of: text))
    }

    /// The code of a text, which becomes a level where it is new; -1 for nil.
    mutating func code(of text: String?) -> Int32 {
        guard let text else { return -1 }
        if let known = codeOfLevel[text] { return known }
        let code = Int32(levels.count)
        codeOfLevel[text] = code
        levels.append(text)
        return code
    }

    var column: TextColumn { TextColumn(levels: levels, codes: codes) }
}
