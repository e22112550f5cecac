import Randomness
import Testing

@testable import Morphometry

@Suite struct QuantileTests {
    private func sorted(_ share: Float, _ values: [Float]) -> Float {
        values.sorted()[min(values.count - 1, max(0, Int(share * Float(values.count))))]
    }

    @Test(arguments: [1, 2, 3, 100, 1023, 1024, 1025, 5000, 40_000], [0, 0.05, 0.5, 0.6, 0.95, 1] as [Float])
    func `The quantile is the value at its place in ascending order`(count: Int, share: Float) {
        var generator = SeededGenerator(seed: UInt64(count))
        let random = (0..<count).map { _ in Float(generator.normal(mean: 1, standardDeviation: 3)) }
        // Many equal values, values in order, and an order that misleads every sample at even steps.
        let coarse = random.map { ($0 * 2).rounded() }
        let misleading = random.indices.map { position in
            position.isMultiple(of: max(1, count / 256)) ? Float(1e6) : random[position]
        }
        for values in [random, coarse, random.sorted(), random.sorted(by: >), misleading] {
            #expect(quantile(share, values) == sorted(share, values))
        }
    }

    @Test func `Of nothing, the quantile is zero`() {
        #expect(quantile(0.5, []) == 0)
    }
}
