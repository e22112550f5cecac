import Foundation

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
    /// A power of two of places, each a code or -1; at most half of them are taken.
    private var places: [Int32]

    /// Makes an encoder with room for `capacity` distinct texts; it grows where there are more.
    init(capacity: Int = 8) {
        var count = 16
        while count < capacity * 2 { count *= 2 }
        places = [Int32](repeating: -1, count: count)
        levels.reserveCapacity(capacity)
    }

    mutating func append(_ text: String?) {
        codes.append(code(of: text))
    }

    /// The code of a text, which becomes a level where it is new; -1 for nil.
    mutating func code(of text: String?) -> Int32 {
        text.map { code(of: $0, hash: Self.hash($0)) } ?? -1
    }

    /// The same, where the hash of the text is known.
    mutating func code(of text: String?, hash: Int) -> Int32 {
        guard let text else { return -1 }
        var place = hash & (places.count - 1)
        while places[place] >= 0 {
            if levels[Int(places[place])] == text { return places[place] }
            place = (place + 1) & (places.count - 1)
        }
        let code = Int32(levels.count)
        places[place] = code
        levels.append(text)
        if levels.count * 2 > places.count { grow() }
        return code
    }

    var column: TextColumn { TextColumn(levels: levels, codes: codes) }

    private mutating func grow() {
        places = [Int32](repeating: -1, count: places.count * 4)
        for (code, level) in levels.enumerated() {
            var place = Self.hash(level) & (places.count - 1)
            while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(code)
        }
    }

    /// A hash of the UTF-8 bytes; equal texts that are written with different code points hash alike.
    static func hash(_ text: String) -> Int {
        let found = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            var all: UInt8 = 0
            for byte in bytes { all |= byte }
            return all < 0x80 ? TextHash.of(UnsafeRawBufferPointer(bytes)) : nil
        }
        if let found, let found { return found }
        return Array(text.precomposedStringWithCanonicalMapping.utf8).withUnsafeBytes(TextHash.of)
    }
}
