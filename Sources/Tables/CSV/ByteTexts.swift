import Glibc

/// Texts as bytes, each distinct one kept once: what one block of a CSV file has in a column.
struct ByteTexts {
    /// The distinct texts, one behind the other.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var isQuoted: [Bool] = []
    /// The number of each row's text.
    private var codes: [Int32] = []
    /// A power of two of places, each a number of a text or -1; at most half of them are taken.
    private var places = [Int32](repeating: -1, count: 64)

    /// Adds a row; doubled quotes within a quoted text are still double.
    mutating func append(_ text: UnsafeRawBufferPointer, isQuoted: Bool) {
        var place = TextHash.of(text) & (places.count - 1)
        while places[place] >= 0 {
            let code = Int(places[place])
            if self.isQuoted[code] == isQuoted, matches(code, text) {
                codes.append(places[place])
                return
            }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = Int32(ends.count)
        codes.append(places[place])
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        self.isQuoted.append(isQuoted)
        if ends.count * 2 > places.count { grow() }
    }

    /// The texts as such, missing ones recognised; nil where one is not UTF-8.
    func decoded() -> DecodedTexts? {
        var levels: [String?] = []
        var hashes: [Int] = []
        levels.reserveCapacity(ends.count)
        hashes.reserveCapacity(ends.count)
        for text in ends.indices {
            guard let content = content(text) else { return nil }
            levels.append(content.isMissing ? nil : content.text)
            hashes.append(content.isMissing ? 0 : TextEncoder.hash(content.text))
        }
        return DecodedTexts(levels: levels, hashes: hashes, codes: codes)
    }

    private func content(_ text: Int) -> (text: String, isMissing: Bool)? {
        guard let plain = String(validating: bytes[range(text)], as: UTF8.self) else { return nil }
        let content = isQuoted[text] && plain.contains("\"\"") ? plain.replacing("\"\"", with: "\"") : plain
        return (content, content.utf8.count <= CSVFormat.longestMissing && CSVFormat.missing.contains(content))
    }

    private func range(_ text: Int) -> Range<Int> { (text > 0 ? ends[text - 1] : 0)..<ends[text] }

    private func matches(_ code: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let range = range(code)
        guard range.count == text.count else { return false }
        return bytes.withUnsafeBytes { bytes in
            guard let own = bytes.baseAddress, let other = text.baseAddress else { return true }
            return memcmp(own + range.lowerBound, other, range.count) == 0
        }
    }

    private mutating func grow() {
        places = [Int32](repeating: -1, count: places.count * 4)
        bytes.withUnsafeBytes { bytes in
            for text in ends.indices {
                var place = TextHash.of(UnsafeRawBufferPointer(rebasing: bytes[range(text)])) & (places.count - 1)
                while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
                places[place] = Int32(text)
            }
        }
    }
}

/// What one block of a CSV file has in a column: its distinct texts with their hashes, and the number of each row's text.
struct DecodedTexts: Sendable {
    let levels: [String?]
    let hashes: [Int]
    let codes: [Int32]

    /// The rows of all blocks as one column.
    static func joined(_ blocks: [DecodedTexts]) -> TextColumn {
        var encoder = TextEncoder(capacity: blocks.reduce(0) { $0 + $1.levels.count })
        var codes: [Int32] = []
        codes.reserveCapacity(blocks.reduce(0) { $0 + $1.codes.count })
        for block in blocks {
            let codeOfText = zip(block.levels, block.hashes).map { encoder.code(of: $0, hash: $1) }
            for code in block.codes { codes.append(codeOfText[Int(code)]) }
        }
        return TextColumn(levels: encoder.levels, codes: codes)
    }
}
