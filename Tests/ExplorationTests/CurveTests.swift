import Evaluation
import Randomness
import TestSupport
import Testing

@testable import Exploration

@Suite struct CurveTests {
    /// 300 malignant lesions among 100,000, most of them at the top of the list.
    private let curve: ROCCurve

    init() throws {
        var generator = SeededGenerator(seed: 3)
        let labels = (0..<100_000).map { $0 < 300 ? 1 : 0 }
        let scores = labels.map { Double.random(in: 0..<1, using: &generator) + ($0 == 1 ? 0.9 : 0) }
        curve = ROCCurve(try LabelledScores(labels: labels, scores: scores))
    }

    @Test func aThinnedCurveIsShort() throws {
        let thinned = RankingFindings.thinned(curve.points)
        #expect(thinned.count <= 600)
        #expect(thinned.last == curve.points.last)
        #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.threshold > $1.threshold })
    }

    @Test(arguments: [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95])
    func aLineThroughAThinnedCurveHasTheTruePrecision(recall: Double) throws {
        let found = Int((recall * 300).rounded())
        let exact = try #require(curve.points.first { $0.truePositives >= found })
        let thinned = RankingFindings.thinned(curve.points)
        let after = try #require(thinned.firstIndex { $0.truePositives >= found })
        let nearest = thinned[after]
        let precision = { (point: ROCCurve.Point) in
            Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
        }
        #expect(abs(precision(nearest) - precision(exact)) < 0.02)
    }
}
