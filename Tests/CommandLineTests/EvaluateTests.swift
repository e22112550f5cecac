import Foundation
import Tables
import TestSupport
import Testing

/// `evaluate`: the result on standard output and the quality gate in the exit code.
@Suite struct EvaluateTests {
    private let scores = Places.fixture("CommandLine/scores.csv").path

    private func evaluate(_ more: [String]) throws -> ToolRun {
        try ToolRun(["evaluate", scores, "--target", "target", "--score", "score"] + more)
    }

    /// Of the nine pairs, 0.9 wins three, 0.7 two and 0.35 one: an AUC of 6/9.
    @Test func `The metrics are flat JSON`() throws {
        let run = try evaluate(["--group", "patient_id", "--bootstrap", "0", "--format", "json"])
        let object = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8))
        let metrics = try #require(object as? [String: Double])
        #expect(Tolerance(absolute: 1e-12).accepts(try #require(metrics["auc"]), 6 / 9.0))
        #expect(metrics["auc_low"] == nil)
        #expect(metrics["patients"] == 3)
    }

    @Test func `A gate that is not met ends with code 3 after the result`() throws {
        let met = try evaluate(["--fail-under", "auc=0.66"])
        #expect(met.exitCode == 0)
        let missed = try evaluate(["--fail-under", "auc=0.67"])
        #expect(missed.exitCode == 3)
        #expect(missed.standardOutput == met.standardOutput)
        #expect(missed.standardError.contains("auc"))
        #expect(missed.standardError.contains("0.67"))
    }

    /// Twenty malignant lesions among a thousand; the worse scores bury every fourth of them.
    @Test(arguments: ["csv", "parquet"])
    func `A gate on the partial AUC decides the exit code`(kind: String) throws {
        try Places.withTemporaryFolder { folder in
            let labels = (0..<1000).map { $0 % 50 == 0 ? 1.0 : 0 }
            let ranks = (0..<1000).map { Double($0 * 7919 % 1000) / 1000 }
            let good = zip(labels, ranks).map { $0 + $1 / 2 }
            let poor = labels.indices.map { row in row % 200 == 0 ? -1 : good[row] }
            let file = folder.appending(path: "scores.\(kind)")
            let table = try Table([("target", .double(labels)), ("good", .double(good)), ("poor", .double(poor))])
            if kind == "csv" { try table.writeCSV(to: file) } else { try table.writeParquet(to: file) }
            func evaluate(_ score: String, _ gates: [String]) throws -> ToolRun {
                try ToolRun(
                    ["evaluate", file.path, "--target", "target", "--score", score, "--bootstrap", "20"]
                        + gates.flatMap { ["--fail-under", $0] }
                )
            }
            let met = try evaluate("good", ["pauc_80tpr=0.15", "auc=0.9"])
            #expect(met.exitCode == 0, "\(met.standardError)")
            let missed = try evaluate("poor", ["pauc_80tpr=0.15"])
            #expect(missed.exitCode == 3)
            #expect(missed.standardError.contains("pauc_80tpr") && missed.standardError.contains("0.15"))
            // The lower end of the interval can be a gate too, and one gate that is missed is enough.
            #expect(try evaluate("good", ["pauc_80tpr_low=0.15"]).exitCode == 0)
            #expect(try evaluate("poor", ["auc=0.5", "pauc_80tpr_low=0.15"]).exitCode == 3)
            #expect(try evaluate("good", ["pauc_80tpr"]).exitCode == 64)
        }
    }

    @Test func `A gate of an unknown metric and a column that is not there are refused`() throws {
        let gate = try evaluate(["--fail-under", "speed=1"])
        #expect([2, 64].contains(gate.exitCode))
        #expect(gate.standardError.contains("speed"))
        try expectRefusal(
            ["evaluate", scores, "--target", "target", "--score", "absent"],
            mentions: ["scores.csv", "the column absent is missing", "found the columns"]
        )
    }

    @Test(arguments: ["0", "nan", "inf"])
    func `Scores that cannot be judged are refused`(score: String) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "scores.csv")
            let lines = ["target,score", "0,\(score)", score == "0" ? "0,0.5" : "1,0.5"]
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            let run = try ToolRun(["evaluate", file.path, "--target", "target", "--score", "score"])
            #expect(run.exitCode == 2, "\(run.standardError)")
            #expect(run.standardError.contains("scores.csv"))
        }
    }
}
