/// Reads the little JSON that a safetensors header is made of, strictly: no duplicate key, no number but whole ones.
///
/// Foundation's parser keeps one of two equal keys silently, which would let two readers see two different files.
struct JSONScanner {
    /// A header that is not the JSON it must be.
    struct Failure: Error, Equatable {
        let what: String
        let offset: Int
    }

    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func failure(_ what: String) -> Failure { Failure(what: what, offset: offset) }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard let byte = next, byte == character.asciiValue else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ character: Character) throws(Failure) {
        guard take(character) else { throw failure("'\(character)' is missing") }
    }

    /// Reads an object and calls `member` to read each value.
    mutating func object(_ member: (inout JSONScanner, String) throws(Failure) -> Void) throws(Failure) {
        try expect("{")
        var seen: Set<String> = []
        if take("}") { return }
        repeat {
            let key = try string()
            guard seen.insert(key).inserted else { throw failure("the key \"\(key)\" stands twice") }
            try expect(":")
            try member(&self, key)
        } while take(",")
        try expect("}")
    }

    /// Reads an array of whole numbers that are not negative.
    mutating func wholeNumbers() throws(Failure) -> [Int] {
        try expect("[")
        var numbers: [Int] = []
        if take("]") { return numbers }
        repeat { numbers.append(try wholeNumber()) } while take(",")
        try expect("]")
        return numbers
    }

    private mutating func wholeNumber() throws(Failure) -> Int {
        skipSpace()
        var value = 0
        var digits = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(Int(byte - 0x30))
            guard !overflows, !carries else { throw failure("a number is too large") }
            value = sum
            digits += 1
            offset += 1
        }
        guard digits > 0 else { throw failure("a whole number is missing") }
        return value
    }

    /// Reads a string with its escapes.
    mutating func string() throws(Failure) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case 0x22:
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("a text is not UTF-8") }
                return string
            case 0x5C: text += try escaped()
            case 0..<0x20: throw failure("a text holds a control character")
            default: text.append(byte)
            }
        }
        throw failure("a text does not end")
    }

    private mutating func escaped() throws(Failure) -> [UInt8] {
        guard let byte = next else { throw failure("a text does not end") }
        offset += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return [byte]
        case 0x62: return [0x08]
        case 0x66: return [0x0C]
        case 0x6E: return [0x0A]
        case 0x72: return [0x0D]
        case 0x74: return [0x09]
        case 0x75: return try unicode()
        default: throw failure("a text holds an unknown escape")
        }
    }

    private mutating func unicode() throws(Failure) -> [UInt8] {
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]) {
            guard next == 0x5C else { throw failure("half a surrogate pair") }
            offset += 1
            guard next == 0x75 else { throw failure("half a surrogate pair") }
            offset += 1
            units.append(try codeUnit())
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw failure("half a surrogate pair") }
        return Array(text.utf8)
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        guard offset + 4 <= bytes.count,
            let digits = String(validating: bytes[offset..<offset + 4], as: UTF8.self),
            digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16)
        else { throw failure("an escape needs four hexadecimal digits") }
        offset += 4
        return unit
    }

    /// Makes sure that only white space is left.
    mutating func end() throws(Failure) {
        skipSpace()
        guard next == nil else { throw failure("something stands after the header's object") }
    }
}
