import Foundation
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
