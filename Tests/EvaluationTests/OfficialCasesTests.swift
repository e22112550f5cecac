import Evaluation
import Foundation
import TestSupport
import Testing

/// The exact cases of the official metric, made with scikit-learn 1.9.1 from Kaggle's own function.
private struct OfficialCases: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let minimalTPR: Double
        let labels: [Int]
        let scores: [Double]
        let expected: Double
        let auc: Double?
        let wrongValues: [String: WrongValue]?

        enum CodingKeys: String, CodingKey {
            case name, expected
            case minimalTPR = "min_tpr"
            case labels = "y_true"
            case scores = "y_score"
            case auc = "roc_auc"
            case wrongValues = "wrong_values"
        }

        var testDescription: String { name }
    }

    /// What a wrong implementation returns: a number, or the name of an exception.
    struct WrongValue: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            number = try? decoder.singleValueContainer().decode(Double.self)
        }
    }

    let cases: [Case]

    static let file = "fixtures/pauc_cases.json"

    static let all: [Case] = {
        guard let data = try? Data(contentsOf: Places.shared(file)) else { return [] }
        return (try? JSONDecoder().decode(OfficialCases.self, from: data).cases) ?? []
    }()
}

@Suite(.enabled(if: Places.hasShared(OfficialCases.file), "needs ../shared/\(OfficialCases.file)"))
struct OfficialCasesTests {
    @Test func everyCaseCanBeRead() {
        #expect(OfficialCases.all.count >= 11)
    }

    @Test(arguments: OfficialCases.all)
    private func thePartialAreaIsTheOfficialOne(_ official: OfficialCases.Case) throws {
        let labelled = try LabelledScores(labels: official.labels, scores: official.scores)
        let value = partialAUC(labelled, aboveTPR: official.minimalTPR)
        #expect(Tolerance(absolute: 1e-12).accepts(value, official.expected), "\(value), expected \(official.expected)")
        if let expected = official.auc {
            #expect(Tolerance(absolute: 1e-12).accepts(auc(labelled), expected))
        }
    }

    @Test func noWrongImplementationIsOurs() throws {
        var told: [String: Bool] = [:]
        for official in OfficialCases.all {
            let value = partialAUC(
                try LabelledScores(labels: official.labels, scores: official.scores),
                aboveTPR: official.minimalTPR
            )
            for (name, wrong) in official.wrongValues ?? [:] {
                let differs = wrong.number.map { abs($0 - value) > 1e-6 } ?? true
                told[name] = told[name, default: false] || differs
                if let number = wrong.number, abs(number - official.expected) > 1e-6 {
                    #expect(abs(value - number) > 1e-6, "\(official.name): as wrong as \(name)")
                }
            }
        }
        // The third known one differs for scores outside 0 ... 1 only, which none of these cases holds.
        #expect(told.values.filter { $0 }.count >= 2)
    }
}
