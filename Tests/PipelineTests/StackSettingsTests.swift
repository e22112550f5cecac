import Foundation
import TestSupport
import Testing

/// Settings of folds and stack, through the real tool.
@Suite struct StackSettingsTests {
    private func metrics(_ run: URL) throws -> [String: Double] {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "metrics.json")))
        return try #require(json as? [String: Double])
    }

    private func train(_ more: [String], rounds: Int = 20, _ body: (ToolRun, URL) throws -> Void) throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            let arguments = try TabularRun.arguments(cohort: SmallCohort.folder(), run: run, rounds: rounds)
            try body(ToolRun(arguments + more), run)
        }
    }

    /// A range is checked before the cohort is even read: no run is begun.
    @Test(arguments: [
        ("stack.bags=0", "bags"), ("stack.booster.learning_rate=-1", "learningRate"),
        ("stack.hospital_dropout=2", "hospitalDropout"), ("stack.negatives_per_positive=-1", "negativesPerPositive"),
        ("folds.repeats=0", "folds.repeats"), ("folds.count=1", "folds.count"),
        ("evaluation.bootstrap_replicates=-5", "evaluation.bootstrap_replicates"), ("benign_limit=-1", "benign_limit"),
        ("evaluation.importance_lesions=0", "evaluation.importance_lesions"),
    ])
    func `A setting out of range is refused before anything is trained`(assignment: String, name: String) throws {
        try train(["--set", assignment]) { result, run in
            #expect(result.exitCode == 64)
            #expect(result.standardError.hasPrefix("error: "))
            #expect(result.standardError.contains(name))
            #expect(!FileManager.default.fileExists(atPath: run.path))
        }
    }

    @Test func `Hospital folds hold one hospital out each`() throws {
        try train(["--cv", "hospital"]) { result, run in
            #expect(result.exitCode == 0, "\(result.standardError)")
            let folds = try CSVRows(run.appending(path: "folds.csv"))
            let cohort = try CSVRows(SmallCohort.folder().appending(path: "train-metadata.csv"))
            let hospitals = try cohort.cells("attribution")
            let pairs = Set(zip(hospitals, folds.rows.map { $0[1] }).map { "\($0) \($1)" })
            #expect(pairs.count == Set(hospitals).count)
            #expect(try metrics(run)["folds"] == Double(Set(hospitals).count))
        }
    }

    @Test func `Repeated folds give a mean and a standard deviation`() throws {
        try train(["--set", "folds.repeats=3"]) { result, run in
            #expect(result.exitCode == 0, "\(result.standardError)")
            let metrics = try metrics(run)
            #expect(metrics["repeats"] == 3)
            #expect(try #require(metrics["auc_repeat_sd"]) > 0)
            let mean = try #require(metrics["auc_repeat_mean"])
            #expect(abs(mean - (try #require(metrics["auc"]))) < 0.2)
        }
        try train(["--set", "folds.repeats=3", "--cv", "hospital"]) { result, _ in
            #expect(result.exitCode == 64)
            #expect(result.standardError.contains("folds.repeats"))
        }
    }

    @Test func `The stack can choose its mode, and predicts with it`() throws {
        try train(["--set", "stack.mode=auto"]) { result, run in
            #expect(result.exitCode == 0, "\(result.standardError)")
            #expect(result.standardOutput.contains("Modes of the stack, out of fold"))
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "stacking.json")))
            let comparison = try #require(json as? [String: Any])
            #expect(comparison["picked"] as? String == "tabular")
            // Nothing to compare it with: a table of one way, and no chart.
            let page = try String(contentsOf: run.appending(path: "report.html"), encoding: .utf8)
            #expect(page.contains("inputs allow one way only: “tabular”"))
            #expect(!page.contains("stack-mode-differences-chart"))
            let out = run.appending(path: "submission.csv")
            _ = try TabularRun.tool(["predict", SmallCohort.folder().path, "--run", run.path, "--out", out.path])
        }
    }

    @Test func `Importance names every feature once, most used first`() throws {
        let importance = try CSVRows(TabularRun.folder().appending(path: "importance.csv"))
        #expect(importance.header == ["feature", "family", "gain_share", "splits", "auc_drop", "pauc_80tpr_drop"])
        let gains = try importance.cells("gain_share").compactMap { Double($0) }
        #expect(gains.count == importance.rows.count)
        #expect(gains == gains.sorted(by: >))
        #expect(abs(gains.reduce(0, +) - 1) < 1e-6)
        #expect(try Double(importance.cells("auc_drop")[0]) != nil)
    }

    @Test func `Every family of features is shuffled as a whole`() throws {
        let run = try TabularRun.folder()
        let families = try CSVRows(run.appending(path: "importance-families.csv"))
        #expect(families.header == ["family", "features", "gain_share", "auc_drop", "pauc_80tpr_drop"])
        let used = try CSVRows(run.appending(path: "importance.csv"))
        let gains = try used.cells("gain_share").compactMap(Double.init)
        let ofFeature = try zip(used.cells("family"), gains).filter { $1 > 0 }
        #expect(try Set(families.cells("family")) == Set(ofFeature.map(\.0)))
        for (row, family) in try families.cells("family").enumerated() {
            let members = ofFeature.filter { $0.0 == family }
            #expect(try Int(families.cells("features")[row]) == members.count, "\(family)")
            let gain = try #require(Double(families.cells("gain_share")[row]))
            #expect(abs(gain - members.reduce(0) { $0 + $1.1 }) < 1e-9, "\(family)")
        }
        #expect(try families.cells("auc_drop").allSatisfy { Double($0) != nil })
    }
}
