import Testing

@testable import Tables

@Suite struct TextHashTests {
    private func hash(_ text: String) -> Int {
        Array(text.utf8).withUnsafeBytes { TextHash.of($0) }
    }

    @Test(arguments: 0...20) func `Equal texts have equal hashes, wherever they lie`(length: Int) {
        let text = String(repeating: "x", count: length)
        let shifted = Array(("123" + text).utf8)
        #expect(shifted.withUnsafeBytes { TextHash.of(UnsafeRawBufferPointer(rebasing: $0[3...])) } == hash(text))
    }

    @Test func `Every byte and the length count`() {
        let texts = [
            "", "\0", "\0\0", "a", "b", "ab", "ba", "ISIC_0000001", "ISIC_0000010", "ISIC_00000010", "ISIC_1000000",
        ]
        #expect(Set(texts.map(hash)).count == texts.count)
    }

    @Test func `Identifiers that differ in digits spread over the places of a table`() {
        let places = 1 << 18
        let taken = Set((0..<100_000).map { hash("ISIC_\(1_000_000 + $0)") & (places - 1) })
        // 100,000 random numbers take 262,144 * (1 - exp(-100,000 / 262,144)) = 83,000 places.
        #expect(taken.count > 75_000)
    }
}
