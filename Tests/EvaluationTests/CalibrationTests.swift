import Evaluation
import Foundation
import Randomness
import TestSupport
import Testing

/// Values of statsmodels and scikit-learn, made by `Tests/Fixtures/Evaluation/make_calibration.py`.
struct ReferenceCalibration: Decodable {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let name: String
        let labels: [Int]
        let scores: [Double]
        let slope: Double
        let intercept: Double
        let scikitLearnSlope: Double
        let scikitLearnIntercept: Double
        let grid: [Double]
        let probabilities: [Double]

        enum CodingKeys: String, CodingKey {
            case name, labels, scores, slope, intercept, grid, probabilities
            case scikitLearnSlope = "sklearn_slope"
            case scikitLearnIntercept = "sklearn_intercept"
        }

        var testDescription: String { name }
    }

    let cases: [Case]

    static func all() throws -> [Case] {
        let data = try Data(contentsOf: Places.fixture("Evaluation/calibration.json"))
        return try JSONDecoder().decode(ReferenceCalibration.self, from: data).cases
    }
}

@Suite struct CalibrationTests {
    @Test(arguments: try ReferenceCalibration.all())
    func theFitIsThatOfStatsmodelsAndScikitLearn(_ reference: ReferenceCalibration.Case) throws {
        let calibrator = try StrictlyIncreasingCalibrator.fit(scores: reference.scores, labels: reference.labels)
        let close = Tolerance(absolute: 1e-14, relative: 1e-9)
        #expect(close.firstDifference(reference.grid.map { calibrator($0) }, reference.probabilities) == nil)
        let intercept = calibrator.logit(0)
        let slope = calibrator.logit(1) - intercept
        #expect(Tolerance(relative: 1e-9).accepts(intercept, reference.intercept))
        #expect(Tolerance(relative: 1e-9).accepts(slope, reference.slope))
        // scikit-learn stops its search earlier.
        #expect(Tolerance(relative: 1e-6).accepts(intercept, reference.scikitLearnIntercept))
        #expect(Tolerance(relative: 1e-6).accepts(slope, reference.scikitLearnSlope))
        #expect(!calibrator.isUninformative)
    }

    @Test(arguments: [nil, 7] as [Int?])
    func calibrationLeavesTheRankingUnchanged(levels: Int?) throws {
        for seed in 0..<5 as Range<UInt64> {
            let random = RandomCase(count: 2000, levels: levels, prevalence: 0.05, seed: seed)
            let calibrator = try StrictlyIncreasingCalibrator.fit(try random.labelled())
            let calibrated = try LabelledScores(
                labels: random.labels,
                scores: random.scores.map { calibrator($0) }
            )
            #expect(partialAUC(calibrated) == partialAUC(try random.labelled()))
            #expect(averagePrecision(calibrated) == averagePrecision(try random.labelled()))
        }
    }

    @Test func scoresThatRankBackwardsStillGetAnIncreasingMap() throws {
        let random = RandomCase(count: 500, seed: 3)
        let backwards = random.scores.map { -$0 }
        let calibrator = try StrictlyIncreasingCalibrator.fit(scores: backwards, labels: random.labels)
        #expect(calibrator.isUninformative)
        let sorted = Set(backwards).sorted()
        let probabilities = sorted.map { calibrator($0) }
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy(<))
        // Nearly flat at the share of malignant lesions.
        let prevalence = Double(random.labels.reduce(0, +)) / 500
        #expect(probabilities.allSatisfy { Tolerance(absolute: 0.01).accepts($0, prevalence) })
    }

    @Test func theMeanProbabilityIsTheShareOfMalignantLesions() throws {
        let random = RandomCase(count: 5000, prevalence: 0.02, seed: 9)
        // Scores as a model trained on balanced batches would give them: far too high.
        let calibrator = try StrictlyIncreasingCalibrator.fit(
            scores: random.scores.map { $0 + 4 },
            labels: random.labels
        )
        let mean = random.scores.reduce(0) { $0 + calibrator($1 + 4) } / 5000
        #expect(Tolerance(relative: 0.02).accepts(mean, calibrator.prevalence))
    }

    @Test func anotherPrevalenceMovesTheOddsByBayesRule() throws {
        let random = RandomCase(count: 300, seed: 1)
        let calibrator = try StrictlyIncreasingCalibrator.fit(try random.labelled())
        let adapted = try calibrator.adapted(toPrevalence: 0.001)
        func odds(_ probability: Double) -> Double { probability / (1 - probability) }
        let factor = odds(0.001) / odds(calibrator.prevalence)
        for score in random.scores {
            #expect(Tolerance(relative: 1e-9).accepts(odds(adapted(score)), factor * odds(calibrator(score))))
        }
        #expect(adapted.prevalence == 0.001)
        for wrong in [0, 1, -0.1, .nan] {
            #expect(throws: EvaluationError.self) { try calibrator.adapted(toPrevalence: wrong) }
        }
    }

    @Test func aCrossFittedProbabilityNeverSawItsOwnFold() throws {
        let random = RandomCase(count: 300, seed: 14)
        let folds = (0..<300).map { $0 % 3 }
        let probabilities = try StrictlyIncreasingCalibrator.crossFitted(try random.labelled(), folds: folds)
        // Turning the labels of fold 1 round changes the others' probabilities and not its own.
        let turned = zip(random.labels, folds).map { $1 == 1 ? 1 - $0 : $0 }
        let other = try StrictlyIncreasingCalibrator.crossFitted(
            try LabelledScores(labels: turned, scores: random.scores),
            folds: folds
        )
        for row in 0..<300 { #expect((probabilities[row] == other[row]) == (folds[row] == 1)) }
    }

    @Test func itSurvivesItsEncoding() throws {
        let calibrator = try StrictlyIncreasingCalibrator.fit(try RandomCase(count: 100, seed: 2).labelled())
        let data = try JSONEncoder().encode(calibrator)
        #expect(try JSONDecoder().decode(StrictlyIncreasingCalibrator.self, from: data) == calibrator)
    }

    @Test(arguments: [1e-300, 1e-9, 1e300])
    func scoresOfAnySizeCanBeCalibrated(size: Double) throws {
        let random = RandomCase(count: 200, seed: 6)
        let plain = try StrictlyIncreasingCalibrator.fit(try random.labelled())
        let scaled = try StrictlyIncreasingCalibrator.fit(
            scores: random.scores.map { $0 * size },
            labels: random.labels
        )
        #expect(
            Tolerance(relative: 1e-9).firstDifference(
                random.scores.map { scaled($0 * size) },
                random.scores.map { plain($0) }
            ) == nil
        )
    }

    @Test func smallProbabilitiesStayApartAndLargeOnesAsFarAsDoubleAllows() throws {
        let random = RandomCase(count: 400, seed: 17)
        let calibrator = try StrictlyIncreasingCalibrator.fit(try random.labelled())
        let low = stride(from: -400.0, to: -40, by: 0.5).map { calibrator($0) }
        #expect(zip(low, low.dropFirst()).allSatisfy(<))
        #expect(calibrator(1e6) == 1)
        #expect(calibrator.logit(1e6) < calibrator.logit(1e6.nextUp + 1e-6))
    }

    @Test func inputThatCannotBeCalibratedIsATypedError() throws {
        #expect(throws: EvaluationError(.constantScores)) {
            try StrictlyIncreasingCalibrator.fit(scores: [2, 2, 2], labels: [0, 1, 0])
        }
        #expect(throws: EvaluationError(.constantScores)) {
            try StrictlyIncreasingCalibrator.fit(scores: [0, -0.0], labels: [0, 1])
        }
        #expect(throws: EvaluationError(.oneClass(label: 0))) {
            try StrictlyIncreasingCalibrator.fit(scores: [1, 2], labels: [0, 0])
        }
        let labelled = try LabelledScores(labels: [1, 0, 0, 0], scores: [4, 3, 2, 1])
        #expect(throws: EvaluationError(.oneClass(label: 0))) {
            try StrictlyIncreasingCalibrator.crossFitted(labelled, folds: [0, 0, 1, 1])
        }
        #expect(throws: EvaluationError.self) {
            try StrictlyIncreasingCalibrator.crossFitted(labelled, folds: [0, 0, 0, 0])
        }
        #expect(throws: EvaluationError.self) { try StrictlyIncreasingCalibrator.crossFitted(labelled, folds: [0]) }
    }
}
