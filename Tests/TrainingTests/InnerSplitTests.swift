import Cohorts
import Randomness
import Tables
import Testing

@testable import Training

/// What early stopping may look at.
@Suite struct InnerSplitTests {
    private static func cohort(seed: UInt64) -> (labels: [Int], groups: TextColumn, folds: [Int]) {
        var generator = SeededGenerator(seed: seed)
        var labels: [Int] = []
        var groups: [String] = []
        for patient in 0..<60 {
            for _ in 0...generator.integer(below: 12) {
                labels.append(generator.uniform() < 0.2 ? 1 : 0)
                groups.append("IP_\(patient)")
            }
        }
        return (labels, TextColumn(groups), groups.map { Int($0.dropFirst(3)).map { $0 % 5 } ?? 0 })
    }

    @Test(arguments: 0..<5)
    func `Training and inner part share no patient, and the held-out fold is in neither`(heldOut: Int) throws {
        for seed in UInt64(1)...10 {
            let (labels, groups, folds) = Self.cohort(seed: seed)
            let split = try InnerSplit(
                folds: folds,
                heldOut: heldOut,
                labels: labels,
                groups: groups,
                share: 0.15,
                benignLimit: 1000,
                seed: seed
            )
            let training = Set(split.training.map { groups[$0] })
            let inner = Set(split.inner.map { groups[$0] })
            #expect(training.isDisjoint(with: inner))
            #expect((split.training + split.inner).allSatisfy { folds[$0] != heldOut })
            // Nothing else is lost.
            #expect((split.training + split.inner).sorted() == folds.indices.filter { folds[$0] != heldOut })
            #expect(split.inner.contains { labels[$0] == 1 } && split.inner.contains { labels[$0] == 0 })
        }
    }

    @Test func `The limit leaves out benign lesions of the inner part only`() throws {
        let (labels, groups, folds) = Self.cohort(seed: 3)
        func split(_ limit: Int) throws -> InnerSplit {
            try InnerSplit(
                folds: folds,
                heldOut: 0,
                labels: labels,
                groups: groups,
                share: 0.3,
                benignLimit: limit,
                seed: 3
            )
        }
        let whole = try split(10_000)
        let limited = try split(10)
        #expect(limited.training == whole.training)
        #expect(limited.inner.count { labels[$0] == 0 } == 10)
        #expect(limited.inner.filter { labels[$0] == 1 } == whole.inner.filter { labels[$0] == 1 })
        #expect(Set(limited.inner).isSubset(of: whole.inner))
        #expect(try split(10) == limited)
    }
}
