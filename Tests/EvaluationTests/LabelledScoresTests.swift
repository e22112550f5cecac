import Diagnostics
import Evaluation
import Testing

@Suite struct LabelledScoresTests {
    @Test(
        arguments: [
            ([], [], EvaluationError.Kind.empty),
            ([0, 0], [0.1, 0.2], .oneClass(label: 0)),
            ([1, 1], [0.1, 0.2], .oneClass(label: 1)),
            ([0, 2], [0.1, 0.2], .label(row: 1, found: "2")),
            ([-1, 1], [0.1, 0.2], .label(row: 0, found: "-1")),
            ([0, 1], [0.1, .infinity], .score(row: 1, found: .infinity)),
            ([0, 1], [-.infinity, 1], .score(row: 0, found: -.infinity)),
            ([0, 1], [0.1], .countMismatch(column: "score", expected: 2, found: 1)),
        ] as [([Int], [Double], EvaluationError.Kind)]
    )
    func wrongInputIsATypedError(labels: [Int], scores: [Double], kind: EvaluationError.Kind) {
        let error = #expect(throws: EvaluationError.self) { try LabelledScores(labels: labels, scores: scores) }
        #expect(error?.kind == kind)
        #expect(error?.category == .badData)
    }

    @Test func notANumberNamesFileRowAndColumn() {
        let names = InputNames(file: "oof.csv", score: "score_eva02")
        let error = #expect(throws: EvaluationError.self) {
            try LabelledScores(labels: [0, 1, 0], scores: [0, 1, .nan], names: names)
        }
        #expect(
            error?.description
                == "oof.csv, row 3, column score_eva02: a score is not a finite number; found nan. "
                + "Leave the row out, or find out why the model gave no score."
        )
    }

    @Test(arguments: [0.5, .nan, 2, -1])
    func aDecimalLabelMustBeZeroOrOne(label: Double) {
        let error = #expect(throws: EvaluationError.self) {
            try LabelledScores(labels: [0, 1, label], scores: [1, 2, 3])
        }
        #expect(error?.kind == .label(row: 2, found: "\(label)"))
    }

    @Test func decimalLabelsAreTheWholeOnes() throws {
        #expect(
            try LabelledScores(labels: [0.0, 1.0], scores: [1, 2]) == LabelledScores(labels: [0, 1], scores: [1, 2])
        )
    }
}
