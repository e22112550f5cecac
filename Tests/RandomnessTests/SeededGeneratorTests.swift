import Foundation
import Randomness
import TestSupport
import Testing

/// Outputs of the published recurrences, made by `Tests/Fixtures/Randomness/make_xoshiro.py`.
struct ReferenceStreams: Decodable {
    struct Stream: Decodable, Sendable {
        let seed: String
        let keys: [String]
        let outputs: [String]
    }

    let streams: [Stream]

    static func all() throws -> [Stream] {
        let data = try Data(contentsOf: Places.fixture("Randomness/xoshiro.json"))
        return try JSONDecoder().decode(ReferenceStreams.self, from: data).streams
    }
}

@Suite struct SeededGeneratorTests {
    @Test(arguments: try ReferenceStreams.all())
    func theBitsAreThoseOfThePublishedGenerator(_ stream: ReferenceStreams.Stream) throws {
        var generator = SeededGenerator(
            seed: try #require(UInt64(stream.seed)),
            keyList: stream.keys.compactMap { UInt64($0) }
        )
        #expect(stream.outputs.indices.map { _ in String(generator.next()) } == stream.outputs)
    }

    @Test func theSameSeedAndKeysGiveTheSameStream() {
        var first = SeededGenerator(seed: 5, keys: 1, 2)
        var second = SeededGenerator(seed: 5, keyList: [1, 2])
        #expect(first == second)
        #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
    }

    @Test func aSavedGeneratorGoesOnWhereItStopped() throws {
        var generator = SeededGenerator(seed: 5)
        _ = generator.permutation(of: 10)
        let data = try JSONEncoder().encode(generator)
        var restored = try JSONDecoder().decode(SeededGenerator.self, from: data)
        #expect((0..<10).allSatisfy { _ in restored.next() == generator.next() })
    }

    @Test func neighbouringStreamsAreIndependent() {
        // Correlation of two streams of 20,000 numbers: its standard deviation is 0.007.
        let pairs: [([UInt64], [UInt64])] = [
            ([], [0]), ([0], [1]), ([1], [2]), ([1, 2], [2, 1]), ([0, 0], [0]), ([1, 0], [1]),
        ]
        for (firstKeys, secondKeys) in pairs {
            var first = SeededGenerator(seed: 42, keyList: firstKeys)
            var second = SeededGenerator(seed: 42, keyList: secondKeys)
            let products = (0..<20_000).map { _ in (first.uniform() - 0.5) * (second.uniform() - 0.5) * 12 }
            #expect(abs(products.reduce(0, +) / 20_000) < 0.035, "\(firstKeys) and \(secondKeys)")
        }
        var starts = Set<UInt64>()
        for seed in 0..<100 as Range<UInt64> {
            for key in 0..<100 as Range<UInt64> {
                var generator = SeededGenerator(seed: seed, keys: key)
                starts.insert(generator.next())
            }
        }
        #expect(starts.count == 10_000)
    }

    @Test func everyBitIsSetHalfTheTime() {
        var generator = SeededGenerator(seed: 1)
        var counts = Array(repeating: 0, count: 64)
        for _ in 0..<10_000 {
            let bits = generator.next()
            for bit in 0..<64 where bits >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
        }
        // The standard deviation is 50.
        #expect(counts.allSatisfy { abs($0 - 5000) < 250 })
    }
}
