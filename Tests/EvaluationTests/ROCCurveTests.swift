import Evaluation
import Foundation
import Randomness
import TestSupport
import Testing

private let exact = Tolerance(absolute: 1e-12)

@Suite struct ROCCurveTests {
    @Test func pointsCountEqualScoresTogether() throws {
        let curve = ROCCurve(try LabelledScores(labels: [1, 0, 1, 0, 0], scores: [3, 3, 2, -0.0, 0.0]))
        #expect(
            curve.points.map { [$0.threshold, Double($0.truePositives), Double($0.falsePositives)] }
                == [[3, 1, 1], [2, 2, 1], [0, 2, 3]]
        )
    }

    @Test(arguments: [nil, 8, 3, 1] as [Int?])
    func anyStrictlyIncreasingMapLeavesTheMetricsUnchanged(levels: Int?) throws {
        for seed in 0..<10 as Range<UInt64> {
            let random = RandomCase(count: 300, levels: levels, seed: seed)
            let labelled = try random.labelled()
            for map in [{ $0 * 3 + 7 }, { exp($0) }, { $0 * $0 * $0 + $0 }, { atan($0) }] as [(Double) -> Double] {
                let mapped = try LabelledScores(labels: random.labels, scores: random.scores.map(map))
                #expect(partialAUC(mapped) == partialAUC(labelled))
                #expect(auc(mapped) == auc(labelled))
                #expect(averagePrecision(mapped) == averagePrecision(labelled))
            }
        }
    }

    @Test(arguments: [nil, 4] as [Int?])
    func theOrderOfTheRowsDoesNotMatter(levels: Int?) throws {
        for seed in 0..<10 as Range<UInt64> {
            let random = RandomCase(count: 200, levels: levels, seed: seed)
            var generator = SeededGenerator(seed: seed)
            let order = generator.permutation(of: 200)
            let permuted = try LabelledScores(
                labels: order.map { random.labels[$0] },
                scores: order.map { random.scores[$0] }
            )
            #expect(ROCCurve(permuted) == ROCCurve(try random.labelled()))
        }
    }

    @Test(arguments: [nil, 4] as [Int?])
    func turningTheScoresRoundGivesTheComplement(levels: Int?) throws {
        for seed in 0..<10 as Range<UInt64> {
            let random = RandomCase(count: 200, levels: levels, seed: seed)
            let turned = try LabelledScores(labels: random.labels, scores: random.scores.map { -$0 })
            #expect(exact.accepts(auc(turned), 1 - auc(try random.labelled())))
            // With the classes exchanged as well, everything is as before.
            let both = try LabelledScores(labels: random.labels.map { 1 - $0 }, scores: random.scores.map { -$0 })
            #expect(exact.accepts(auc(both), auc(try random.labelled())))
        }
    }

    @Test(arguments: [nil, 5] as [Int?])
    func theAreasAboveAndBelowARateAddUp(levels: Int?) throws {
        let labelled = try RandomCase(count: 157, levels: levels, seed: 3).labelled()
        #expect(partialAUC(labelled, aboveTPR: 0) == auc(labelled))
        // The area falls steadily to nothing, and never by more than the strip that is cut away.
        var previous = auc(labelled)
        for percent in 1..<100 {
            let value = partialAUC(labelled, aboveTPR: Double(percent) / 100)
            #expect(value <= previous + 1e-15 && value >= previous - 0.01 - 1e-15)
            previous = value
        }
        #expect(previous <= 0.01)
    }

    @Test(arguments: [nil, 6, 1] as [Int?])
    func theAreaIsTheShareOfWellOrderedPairs(levels: Int?) throws {
        let random = RandomCase(count: 120, levels: levels, seed: 11)
        var sum = 0.0
        for (first, positive) in zip(random.scores, random.labels) where positive == 1 {
            for (second, label) in zip(random.scores, random.labels) where label == 0 {
                sum += first > second ? 1 : first == second ? 0.5 : 0
            }
        }
        let labelled = try random.labelled()
        #expect(exact.accepts(auc(labelled), sum / Double(labelled.positives * labelled.negatives)))
    }

    @Test func aPerfectRankingHasAFifthAndAnInvertedOneNothing() throws {
        let labels = [1, 1, 1, 0, 0, 0, 0]
        #expect(exact.accepts(partialAUC(try LabelledScores(labels: labels, scores: [7, 6, 5, 4, 3, 2, 1])), 0.2))
        #expect(partialAUC(try LabelledScores(labels: labels, scores: [1, 2, 3, 4, 5, 6, 7])) == 0)
    }
}

@Suite struct StudyGuideTests {
    @Test func allBenignIs99Point9PercentAccurateAndWorthless() throws {
        // The competition's cohort: 401,059 lesions, 393 of them malignant; one score for all.
        let count = 401_059
        let labels = (0..<count).map { $0 < 393 ? 1 : 0 }
        let labelled = try LabelledScores(labels: labels, scores: Array(repeating: 0, count: count))
        let allBenign = ROCCurve(labelled).operatingPoint(threshold: 0.5)
        #expect((allBenign.accuracy * 1000).rounded(.down) == 999)
        #expect(allBenign.sensitivity == 0)
        #expect(Tolerance(absolute: 1e-12).accepts(partialAUC(labelled), 0.02))
        #expect(auc(labelled) == 0.5)
    }

    @Test func belowEightyPercentSensitivityNothingCounts() throws {
        // Four of five cancers on top, the fifth at the very end: a fine AUC, and no area where it matters.
        let labels = [1, 1, 1, 1] + Array(repeating: 0, count: 95) + [1]
        let labelled = try LabelledScores(labels: labels, scores: (0..<100).map { -Double($0) })
        #expect(auc(labelled) == 0.8)
        #expect(Tolerance(absolute: 1e-12).accepts(partialAUC(labelled), 0))
    }
}
