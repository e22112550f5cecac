import Foundation
import TestSupport
import Testing

@testable import Evaluation

/// What scipy.stats.bootstrap says: see make_bias_corrected.py.
private struct Golden: Decodable {
    struct Case: Decodable {
        let labels: [Int]
        let scores: [Double]
        let patients: Int
        let lesions: Int
        let metric: String
        let confidence: Double
        let value: Double
        let left_out: [Double]
        let replicates: [Double]
        let low: Double
        let high: Double

        func measured(_ metrics: RankingMetrics) -> Double {
            metric == "roc_auc_score" ? metrics.auc : metrics.averagePrecision
        }
    }

    let cases: [Case]

    static func load() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Places.fixture("Evaluation/bias_corrected.json")))
    }
}

@Suite struct BiasCorrectedIntervalTests {
    @Test func intervalsEqualSciPys() throws {
        for golden in try Golden.load().cases {
            let interval = try #require(
                Interval(
                    biasCorrected: golden.value,
                    replicates: golden.replicates,
                    leftOut: golden.left_out,
                    confidence: golden.confidence
                )
            )
            #expect(abs(interval.low - golden.low) < 1e-10 && abs(interval.high - golden.high) < 1e-10)
            let plain = Interval(percentilesOf: golden.replicates, confidence: golden.confidence)
            #expect(abs(plain.low - interval.low) > 1e-4, "the correction does something")
        }
    }

    @Test func leavingAPatientOutEqualsTheOtherRows() throws {
        for golden in try Golden.load().cases {
            let labelled = try LabelledScores(labels: golden.labels, scores: golden.scores)
            let groups = RowGroups((0..<golden.patients * golden.lesions).map { $0 / golden.lesions })
            let bootstrap = try PatientBootstrap(labelled, groups: groups)
            let leftOut = try #require(bootstrap.leavingPatientsOut())[0].map(golden.measured)
            #expect(Tolerance(absolute: 1e-12).firstDifference(leftOut, golden.left_out) == nil)
        }
    }

    @Test func whatHasNoFiniteCorrectionHasNoInterval() {
        func interval(_ value: Double, _ replicates: [Double], _ leftOut: [Double]) -> Interval? {
            Interval(biasCorrected: value, replicates: replicates, leftOut: leftOut, confidence: 0.95)
        }
        #expect(interval(1, [0.5, 0.6], [0.9, 1]) == nil)
        #expect(interval(0.5, [0.5, 0.5], [0.5, 0.5]) == nil)
        #expect(interval(0.5, [0.4, 0.6], []) == nil)
    }

    @Test func theNormalDistributionIsTheNormalDistribution() {
        // scipy.stats.norm.ppf
        #expect(abs(StandardNormal.quantile(0.975) - 1.959963984540054) < 1e-12)
        #expect(abs(StandardNormal.quantile(0.001) + 3.090232306167813) < 1e-12)
        #expect(abs(StandardNormal.quantile(0.5)) < 1e-12)
        #expect(abs(StandardNormal.cumulative(1.959963984540054) - 0.975) < 1e-14)
    }
}
