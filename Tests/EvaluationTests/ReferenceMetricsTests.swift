import Evaluation
import Foundation
import TestSupport
import Testing

/// Values of scikit-learn, made by `Tests/Fixtures/Evaluation/make_metrics.py`.
struct ReferenceMetrics: Decodable {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let name: String
        let labels: [Int]
        let scores: [Double]
        let auc: Double
        let averagePrecision: Double
        let partialAUC: [String: Double]
        let thresholds: [Double]
        let truePositiveRate: [Double]
        let falsePositiveRate: [Double]

        enum CodingKeys: String, CodingKey {
            case name, labels, scores, auc, thresholds
            case averagePrecision = "average_precision"
            case partialAUC = "partial_auc"
            case truePositiveRate = "true_positive_rate"
            case falsePositiveRate = "false_positive_rate"
        }

        var testDescription: String { name }
    }

    let cases: [Case]

    static func all() throws -> [Case] {
        let data = try Data(contentsOf: Places.fixture("Evaluation/metrics.json"))
        return try JSONDecoder().decode(ReferenceMetrics.self, from: data).cases
    }
}

private let exact = Tolerance(absolute: 1e-12)

@Suite struct ReferenceMetricsTests {
    @Test(arguments: try ReferenceMetrics.all())
    func metricsAreThoseOfScikitLearn(_ reference: ReferenceMetrics.Case) throws {
        let labelled = try LabelledScores(labels: reference.labels, scores: reference.scores)
        #expect(exact.accepts(auc(labelled), reference.auc))
        #expect(exact.accepts(averagePrecision(labelled), reference.averagePrecision))
        #expect(reference.partialAUC.count == 3)
        for (rate, expected) in reference.partialAUC {
            let rate = try #require(Double(rate))
            #expect(exact.accepts(partialAUC(labelled, aboveTPR: rate), expected), "above \(rate)")
        }
    }

    @Test(arguments: try ReferenceMetrics.all())
    func theCurveIsThatOfScikitLearn(_ reference: ReferenceMetrics.Case) throws {
        let curve = ROCCurve(try LabelledScores(labels: reference.labels, scores: reference.scores))
        #expect(curve.points.map(\.threshold) == reference.thresholds)
        let truePositiveRate = curve.points.map { Double($0.truePositives) / Double(curve.positives) }
        let falsePositiveRate = curve.points.map { Double($0.falsePositives) / Double(curve.negatives) }
        #expect(exact.firstDifference(truePositiveRate, reference.truePositiveRate) == nil)
        #expect(exact.firstDifference(falsePositiveRate, reference.falsePositiveRate) == nil)
    }

    @Test(arguments: try ReferenceMetrics.all())
    func operatingPointsLieOnTheCurve(_ reference: ReferenceMetrics.Case) throws {
        let curve = ROCCurve(try LabelledScores(labels: reference.labels, scores: reference.scores))
        let rates = Array(zip(reference.truePositiveRate, reference.falsePositiveRate))
        for share in [0.05, 0.5, 0.8, 0.95, 1] {
            let sensitive = curve.operatingPoint(sensitivity: share)
            let first = try #require(rates.first { $0.0 >= share })
            #expect(exact.accepts(sensitive.sensitivity, first.0))
            #expect(exact.accepts(sensitive.specificity, 1 - first.1))
            // The point's own threshold leads back to it.
            #expect(curve.operatingPoint(threshold: sensitive.threshold) == sensitive)

            let specific = curve.operatingPoint(specificity: share)
            let last = rates.last { 1 - $0.1 >= share - 1e-12 } ?? (0, 0)
            #expect(exact.accepts(specific.sensitivity, last.0))
            #expect(exact.accepts(specific.specificity, 1 - last.1))
        }
    }

    @Test func thresholdsBesideTheScoresFlagAllOrNothing() throws {
        let curve = ROCCurve(try LabelledScores(labels: [1, 0, 1], scores: [3, 2, 1]))
        let none = curve.operatingPoint(threshold: 3.5)
        #expect(none.sensitivity == 0 && none.specificity == 1 && none.precision == nil)
        let all = curve.operatingPoint(threshold: -1)
        #expect(all.sensitivity == 1 && all.specificity == 0 && all.precision == 2.0 / 3)
        let middle = curve.operatingPoint(threshold: 2)
        #expect(middle.sensitivity == 0.5 && middle.specificity == 0 && middle.accuracy == 1.0 / 3)
    }
}
