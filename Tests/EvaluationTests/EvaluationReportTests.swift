import Diagnostics
import Evaluation
import Foundation
import TestSupport
import Testing

private let random = RandomCase(count: 400, seed: 21)
private let patients = RowGroups((0..<400).map { "patient \($0 / 10)" })
private let folds = (0..<400).map { $0 / 10 % 5 }

@Suite struct EvaluationReportTests {
    @Test func theKeysAreThoseOfTheContract() throws {
        let report = try Evaluation.evaluate(
            labels: random.labels,
            scores: random.scores,
            groups: patients,
            folds: folds
        )
        #expect(
            report.metrics.map(\.key) == [
                "pauc_80tpr", "pauc_80tpr_low", "pauc_80tpr_high", "pauc_80tpr_fold_mean", "pauc_80tpr_fold_sd",
                "pauc_80tpr_fold_0", "pauc_80tpr_fold_1", "pauc_80tpr_fold_2", "pauc_80tpr_fold_3", "pauc_80tpr_fold_4",
                "auc", "auc_low", "auc_high", "auc_fold_mean", "auc_fold_sd",
                "auc_fold_0", "auc_fold_1", "auc_fold_2", "auc_fold_3", "auc_fold_4",
                "average_precision", "average_precision_low", "average_precision_high",
                "specificity_80tpr", "specificity_90tpr", "specificity_95tpr",
                "lesions", "malignant", "patients", "folds", "bootstrap_replicates",
            ]
        )
        #expect(report["lesions"] == 400)
        #expect(report["patients"] == 40)
        #expect(report["folds"] == 5)
        #expect(report["malignant"] == Double(random.labels.reduce(0, +)))
        #expect(report.notes.isEmpty)
    }

    @Test func withoutTheBootstrapThereAreNoIntervals() throws {
        let report = try Evaluation.evaluate(labels: random.labels, scores: random.scores, bootstrap: nil)
        #expect(!report.metrics.contains { $0.key.hasSuffix("_low") || $0.key.hasSuffix("_high") })
        #expect(report["bootstrap_replicates"] == nil)
        #expect(report["pauc_80tpr"] == partialAUC(try random.labelled()))
    }

    @Test func foldsAreMeasuredOnTheirOwnRows() throws {
        let report = try Evaluation.evaluate(labels: random.labels, scores: random.scores, folds: folds, bootstrap: nil)
        let values = try (0..<5).map { fold in
            let rows = folds.indices.filter { folds[$0] == fold }
            return partialAUC(
                try LabelledScores(labels: rows.map { random.labels[$0] }, scores: rows.map { random.scores[$0] })
            )
        }
        let mean = values.reduce(0, +) / 5
        let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4).squareRoot()
        #expect((0..<5).map { report["pauc_80tpr_fold_\($0)"] } == values)
        #expect(Tolerance(relative: 1e-12).accepts(report["pauc_80tpr_fold_mean"] ?? .nan, mean))
        #expect(Tolerance(relative: 1e-12).accepts(report["pauc_80tpr_fold_sd"] ?? .nan, deviation))
    }

    @Test func aFoldOfOneClassIsLeftOutWithANote() throws {
        let report = try Evaluation.evaluate(
            labels: [1, 0, 0, 0],
            scores: [4, 3, 2, 1],
            folds: [0, 0, 1, 1],
            bootstrap: nil
        )
        #expect(report["auc_fold_mean"] == 1)
        #expect(report["auc_fold_sd"] == nil)
        #expect(report["auc_fold_1"] == nil)
        #expect(report.notes == ["Fold 1 holds only one class and is left out of the fold means."])
    }

    @Test func onePatientAloneHasNoIntervals() throws {
        let report = try Evaluation.evaluate(labels: [1, 0], scores: [2, 1], groups: RowGroups(["p", "p"]))
        #expect(report["auc"] == 1)
        #expect(report["auc_low"] == nil)
        #expect(report.notes.count == 1)
    }

    @Test func theJSONIsFlatAndSurvives() throws {
        let report = try Evaluation.evaluate(labels: random.labels, scores: random.scores, groups: patients)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(report)
        let object = try JSONDecoder().decode([String: Double].self, from: data)
        #expect(object == Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.key, $0.value) }))
        #expect(String(decoding: data, as: UTF8.self).contains("\"lesions\":400,"))
        let read = try JSONDecoder().decode(EvaluationReport.self, from: data)
        #expect(read["pauc_80tpr_low"] == report["pauc_80tpr_low"])
        #expect(read.metrics.count == report.metrics.count)
    }

    @Test func columnsOfDifferentLengthAndMissingGroupsAreErrors() {
        #expect(throws: EvaluationError(.countMismatch(column: "patient_id", expected: 2, found: 1))) {
            try Evaluation.evaluate(labels: [0, 1], scores: [1, 2], groups: RowGroups(["p"]))
        }
        #expect(throws: EvaluationError(.countMismatch(column: "fold", expected: 2, found: 3))) {
            try Evaluation.evaluate(labels: [0, 1], scores: [1, 2], folds: [0, 1, 2])
        }
        #expect(throws: EvaluationError(.group(row: 1))) { try RowGroups(codes: [0, -1, 1]) }
        #expect(throws: EvaluationError(.group(row: 0))) { try RowGroups(identifiers: [nil, "p"]) }
    }
}

@Suite struct QualityGateTests {
    private func report() throws -> EvaluationReport {
        try Evaluation.evaluate(labels: [1, 0, 0, 1], scores: [4, 3, 2, 1], bootstrap: nil)
    }

    @Test func aMetricAtOrAboveTheGatePasses() throws {
        try QualityGate(parsing: "auc=0.5").check(try report())
        try QualityGate(parsing: "auc=-1e3").check(try report())
    }

    @Test func aMetricBelowTheGateEndsWithExitCodeThree() throws {
        let gate = try QualityGate(parsing: "auc=0.9")
        let error = #expect(throws: EvaluationError.self) { try gate.check(try report()) }
        #expect(error?.category.exitCode == 3)
        #expect(
            error?.description == "the quality gate failed: auc is too low; expected at least 0.9, found 0.5."
        )
    }

    @Test(arguments: ["auc", "auc=", "=0.5", "auc=high", "auc=nan", "", "auc=inf"])
    func anotherFormIsAUsageError(text: String) {
        let error = #expect(throws: EvaluationError.self) { try QualityGate(parsing: text) }
        #expect(error?.category == .usage)
    }

    @Test func anUnknownMetricListsTheKnownOnes() throws {
        let error = #expect(throws: EvaluationError.self) {
            try QualityGate(metric: "f1", minimum: 0).check(try report())
        }
        #expect(error?.category == .usage)
        #expect(error?.description.contains("pauc_80tpr, auc, ") == true)
    }
}
