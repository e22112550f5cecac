import Foundation
import Testing

@testable import Training

@Suite struct BalancedBatchSamplerTests {
    /// 40 malignant lesions in 1,000.
    private let labels = (0..<1000).map { $0 % 25 == 0 ? 1 : 0 }

    private func sampler(seed: UInt64 = 1) throws -> BalancedBatchSampler {
        try BalancedBatchSampler(rows: Array(0..<1000), labels: labels, batchSize: 32, seed: seed)
    }

    @Test("Study guide, question 2: a batch of 32 holds 16 malignant and 16 benign lesions")
    func batchesAreBalanced() throws {
        var sampler = try sampler()
        for _ in 0..<200 {
            let batch = sampler.next()
            #expect(batch.count == 32)
            #expect(batch.filter { labels[$0] == 1 }.count == 16)
        }
    }

    @Test func noLesionRepeatsBeforeItsClassIsExhausted() throws {
        var sampler = try sampler()
        var drawn: [Int] = []
        for _ in 0..<60 { drawn += sampler.next().filter { labels[$0] == 0 } }
        #expect(drawn.count == 960)
        #expect(Set(drawn).count == 960)
        #expect(sampler.benignCoverage == 1)
    }

    @Test func classesAreShuffledTogether() throws {
        var sampler = try sampler()
        let firstHalves = (0..<50).map { _ in sampler.next().prefix(16).filter { labels[$0] == 1 }.count }
        #expect(Set(firstHalves).count > 3)
        #expect(!firstHalves.contains(16))
    }

    @Test func anEpochShowsEveryBenignLesionOnce() throws {
        #expect(try sampler().defaultStepsPerEpoch == 60)
        let large = (0..<20_000).map { $0 < 50 ? 1 : 0 }
        let capped = try BalancedBatchSampler(rows: Array(0..<20_000), labels: large, batchSize: 32, seed: 1)
        #expect(capped.defaultStepsPerEpoch == 500)
    }

    @Test func aSavedSamplerContinuesWhereItStood() throws {
        var original = try sampler(seed: 7)
        for _ in 0..<37 { _ = original.next() }
        let saved = try JSONEncoder().encode(original)
        var restored = try JSONDecoder().decode(BalancedBatchSampler.self, from: saved)
        for _ in 0..<100 {
            let (expected, batch) = (original.next(), restored.next())
            #expect(batch == expected)
        }
    }

    @Test func seedsDecideTheOrder() throws {
        var first = try sampler(seed: 1)
        var same = try sampler(seed: 1)
        var other = try sampler(seed: 2)
        let (batch, sameBatch, otherBatch) = (first.next(), same.next(), other.next())
        #expect(batch == sameBatch)
        #expect(batch != otherBatch)
    }

    @Test func drawsOnlyFromTheGivenRows() throws {
        var sampler = try BalancedBatchSampler(rows: Array(100..<200), labels: labels, batchSize: 4, seed: 1)
        for _ in 0..<100 {
            let batch = sampler.next()
            #expect(batch.allSatisfy { (100..<200).contains($0) })
        }
        #expect(sampler.malignantPasses == 50)
    }

    @Test(arguments: [(32, 0.25, 8), (31, 0.5, 16), (20, 0.2, 4), (8, 0.0, 1), (8, 1.0, 7)])
    func dealsTheShareThatIsAskedFor(size: Int, share: Double, malignant: Int) throws {
        var sampler = try BalancedBatchSampler(
            rows: Array(0..<1000),
            labels: labels,
            batchSize: size,
            malignantShare: share,
            seed: 1
        )
        for _ in 0..<100 {
            let batch = sampler.next()
            #expect(batch.count == size)
            #expect(batch.count { labels[$0] == 1 } == malignant)
        }
        #expect(sampler.defaultStepsPerEpoch == min(500, 960 / (size - malignant)))
    }

    @Test(arguments: [0, -2, 1])
    func refusesBatchesWithoutRoomForBoth(size: Int) {
        #expect(throws: TrainingError.self) {
            try BalancedBatchSampler(rows: Array(0..<1000), labels: labels, batchSize: size, seed: 1)
        }
    }

    @Test func refusesOneClass() {
        #expect(throws: TrainingError.self) {
            try BalancedBatchSampler(rows: [1, 2, 3], labels: labels, batchSize: 4, seed: 1)
        }
    }
}
