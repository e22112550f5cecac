import Evaluation
import Foundation
import TestSupport
import Testing

/// What scikit-learn, statsmodels and published formulas say: see make_reporting.py.
private struct Golden: Decodable {
    struct Calibration: Decodable {
        let labels: [Int]
        let probabilities: [Double]
        let intercept: Double
        let slope: Double
        let in_the_large: Double
        let brier: Double
        let scaled_brier: Double
    }

    struct Decision: Decodable {
        let labels: [Int]
        let probabilities: [Double]
        let thresholds: [Double]
        let model: [Double]
        let all: [Double]
    }

    struct Retrieval: Decodable {
        let scores: [Double]
        let labels: [Int]
        let groups: [Int]
        let length: Int
        let mean_share: Double
        let patients: Int
    }

    struct Heterogeneity: Decodable {
        let estimates: [Double]
        let errors: [Double]
        let q: Double
        let p: Double
        let i2: Double
    }

    struct Screening: Decodable {
        let tp: Int
        let fp: Int
        let positives: Int
        let negatives: Int
        let prevalence: Double?
        let ppv: Double
        let npv: Double
        let flags: Double
        let nne: Double
        let plus: Double
        let minus: Double

        private enum CodingKeys: String, CodingKey {
            case tp, fp, positives, negatives, prevalence, ppv, npv, flags, nne
            case plus = "lr+"
            case minus = "lr-"
        }
    }

    let calibration: [Calibration]
    let decision: Decision
    let retrieval: Retrieval
    let heterogeneity: [Heterogeneity]
    let screening: [Screening]

    static func load() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Places.fixture("Evaluation/reporting.json")))
    }
}

@Suite struct ReportingMeasuresTests {
    private let close = Tolerance(absolute: 1e-8, relative: 1e-8)

    @Test func `Calibration slope, intercept and Brier scores equal statsmodels and scikit-learn`() throws {
        for golden in try Golden.load().calibration {
            let found = try CalibrationMeasures(LabelledScores(labels: golden.labels, scores: golden.probabilities))
            #expect(close.accepts(found.slope, golden.slope))
            #expect(close.accepts(found.intercept, golden.intercept))
            #expect(close.accepts(found.calibrationInTheLarge, golden.in_the_large))
            #expect(close.accepts(found.brier, golden.brier))
            #expect(close.accepts(found.scaledBrier, golden.scaled_brier))
        }
    }

    @Test func `Net benefits equal their formula`() throws {
        let golden = try Golden.load().decision
        let labelled = try LabelledScores(labels: golden.labels, scores: golden.probabilities)
        let curve = DecisionCurve(labelled, thresholds: golden.thresholds)
        #expect(close.firstDifference(curve.points.map(\.model), golden.model) == nil)
        #expect(close.firstDifference(curve.points.map(\.treatAll), golden.all) == nil)
    }

    @Test func `Lists of the highest scores find what every order of ties finds on average`() throws {
        let golden = try Golden.load().retrieval
        let found = try TopRetrieval(
            LabelledScores(labels: golden.labels, scores: golden.scores),
            groups: RowGroups(golden.groups),
            length: golden.length
        )
        #expect(close.accepts(found.meanShare, golden.mean_share))
        #expect(found.patients == golden.patients)
    }

    @Test func `Heterogeneity equals statsmodels' meta-analysis`() throws {
        for golden in try Golden.load().heterogeneity {
            let found = try #require(
                HeterogeneityTest(estimates: golden.estimates, standardErrors: golden.errors)
            )
            #expect(close.accepts(found.statistic, golden.q))
            #expect(close.accepts(found.pValue, golden.p))
            #expect(close.accepts(found.inconsistency, golden.i2))
        }
        #expect(HeterogeneityTest(estimates: [0.7], standardErrors: [0.1]) == nil)
    }

    @Test func `Predictive values follow Bayes' rule at any prevalence`() throws {
        for golden in try Golden.load().screening {
            let labels = [Int](repeating: 1, count: golden.positives) + [Int](repeating: 0, count: golden.negatives)
            let scores =
                (0..<golden.positives).map { $0 < golden.tp ? 1.0 : 0 }
                + (0..<golden.negatives).map { $0 < golden.fp ? 1.0 : 0 }
            let point = try ROCCurve(LabelledScores(labels: labels, scores: scores)).operatingPoint(threshold: 1)
            let found = try ScreeningPoint(point, prevalence: golden.prevalence)
            #expect(close.accepts(found.positivePredictiveValue, golden.ppv))
            #expect(close.accepts(found.negativePredictiveValue, golden.npv))
            #expect(close.accepts(found.flagsPerThousand, golden.flags))
            #expect(close.accepts(found.numberNeededToExamine, golden.nne))
            #expect(close.accepts(found.positiveLikelihoodRatio, golden.plus))
            #expect(close.accepts(found.negativeLikelihoodRatio, golden.minus))
        }
    }

    @Test func `Reliability bins hold every lesion once, in rising order`() throws {
        let golden = try #require(try Golden.load().calibration.first)
        let labelled = try LabelledScores(labels: golden.labels, scores: golden.probabilities)
        let bins = ReliabilityBin.bins(labelled, count: 8)
        #expect(bins.reduce(0) { $0 + $1.lesions } == golden.labels.count)
        #expect(bins.reduce(0) { $0 + $1.malignant } == labelled.positives)
        #expect(bins.map(\.meanProbability) == bins.map(\.meanProbability).sorted())
        #expect(bins.count == 8)
    }

    @Test func `Probabilities outside 0 to 1 and prevalences of 0 are refused`() throws {
        let labelled = try LabelledScores(labels: [0, 1], scores: [0.5, 1.5])
        #expect(throws: EvaluationError.self) { try CalibrationMeasures(labelled) }
        let point = ROCCurve(labelled).operatingPoint(sensitivity: 1)
        #expect(throws: EvaluationError.self) { try ScreeningPoint(point, prevalence: 0) }
    }
}
