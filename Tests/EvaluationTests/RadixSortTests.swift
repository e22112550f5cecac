import Randomness
import Testing

@testable import Evaluation

@Suite struct RadixSortTests {
    @Test(arguments: [0, 1, 2, 2048, 2049, 5000])
    func keysAndScoresAreSorted(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        let keys = (0..<count).map { _ in generator.next() >> UInt64(generator.integer(below: 64)) }
        #expect(radixSorted(keys) == keys.sorted())
        var scores = (0..<count).map { _ in
            generator.normal() * [Double.leastNormalMagnitude, 1, 1e300][generator.integer(below: 3)]
        }
        scores += [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude]
        #expect(sortedDescending(scores) == scores.sorted(by: >))
    }

    @Test func ranksCountTheSmallerDistinctKeys() {
        #expect(denseRanks([7, 3, 7, 9, 3, .max]) == [1, 0, 1, 2, 0, 3])
        #expect(denseRanks([]) == [])
    }
}
