internal import Diagnostics

/// The lines of a model text, read one by one; nothing is taken on trust.
struct ModelLines {
    private let bytes: [UInt8]
    /// Where each line starts; the last entry is one past the end.
    private let starts: [Int]
    private var line = 0

    /// Splits a text into lines.
    ///
    /// - Throws: `BoostingError` for a text too large, without a final line feed, or with control characters.
    init(_ text: String) throws(BoostingError) {
        bytes = Array(text.utf8)
        guard bytes.count <= BoosterFile.Limit.bytes else {
            throw Self.damage("the model is too large", line: 1, found: "\(bytes.count) bytes")
        }
        guard bytes.last == UInt8(ascii: "\n") else {
            throw Self.damage("the model breaks off", line: 1)
        }
        var starts = [0]
        for (position, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") {
                starts.append(position + 1)
            } else if byte < 0x20 || byte == 0x7F {
                throw Self.damage("a control character", line: starts.count)
            }
        }
        self.starts = starts
    }

    /// Bytes before the next line.
    var offset: Int { starts[line] }

    /// The next line without its line feed; nil at the end.
    func peek() -> String? {
        guard line + 1 < starts.count else { return nil }
        return String(decoding: bytes[starts[line]..<starts[line + 1] - 1], as: UTF8.self)
    }

    /// Passes over the next line.
    mutating func skip() { line += 1 }

    /// Reads a line that must be exactly `text`.
    mutating func expect(_ text: String) throws(BoostingError) {
        guard peek() == text else { throw damage("another line", expected: text.isEmpty ? "an empty line" : text) }
        skip()
    }

    /// Reads `key=a b c`, exactly `count` words.
    mutating func words(_ key: String, count: Int? = nil) throws(BoostingError) -> [Substring] {
        guard let text = peek(), text.hasPrefix(key + "=") else { throw damage("another line", expected: "\(key)=") }
        let value = text.dropFirst(key.count + 1)
        let words = value.isEmpty ? [] : value.split(separator: " ", omittingEmptySubsequences: false)
        guard words.allSatisfy({ !$0.isEmpty }), count == nil || words.count == count else {
            throw damage(
                "\(key) has another length",
                expected: count.map(String.init) ?? "words",
                found: "\(words.count)"
            )
        }
        skip()
        return words
    }

    /// Reads `key=1 2 3`: whole numbers in `range`, written plainly.
    mutating func integers(_ key: String, count: Int? = nil, in range: Range<Int>) throws(BoostingError) -> [Int] {
        var values: [Int] = []
        for word in try words(key, count: count) {
            guard let value = Int(word), String(value) == word, range.contains(value) else {
                throw damage("\(key) holds a number out of range", expected: "\(range)", found: String(word.prefix(40)))
            }
            values.append(value)
        }
        return values
    }

    /// Reads `key=0.5 1e-3`: finite decimal numbers, or none of them where `orNone` allows it.
    mutating func numbers(_ key: String, count: Int, orNone: Bool = false) throws(BoostingError) {
        let isEmpty = orNone && peek() == key + "="
        for word in try words(key, count: isEmpty ? 0 : count) where Self.number(word) == nil {
            throw damage("\(key) holds no finite number", found: String(word.prefix(40)))
        }
    }

    /// Returns a finite decimal number, or nil: no hexadecimal, no infinity, no NaN.
    static func number(_ word: Substring) -> Double? {
        guard word.utf8.count <= 32, word.utf8.allSatisfy({ "0123456789+-.e".utf8.contains($0) }),
            let value = Double(word), value.isFinite
        else { return nil }
        return value
    }

    /// The error for damage at the next line.
    func damage(_ what: String, expected: String? = nil, found: String? = nil) -> BoostingError {
        Self.damage(what, line: line + 1, expected: expected, found: found ?? peek().map { String($0.prefix(60)) })
    }

    private static func damage(
        _ what: String,
        line: Int,
        expected: String? = nil,
        found: String? = nil
    ) -> BoostingError {
        BoostingError(
            .damagedModel,
            Problem(
                "the model file is damaged: \(what)",
                at: "line \(line)",
                expected: expected,
                found: found,
                remedy: "Restore the file, or train the stack again"
            )
        )
    }
}
