import Foundation
import TestSupport
import Testing

/// How the tool is called: help, version, formats, and what it does not understand.
@Suite struct UsageTests {
    private static let commands = [
        "doctor", "synthesize", "validate", "eda", "folds", "features", "embed", "train", "predict", "evaluate",
    ]

    @Test(arguments: commands)
    func `The help of every command shows an example`(command: String) throws {
        let run = try ToolRun([command, "--help"])
        #expect(run.exitCode == 0)
        #expect(run.standardOutput.contains("Example"))
        #expect(run.standardOutput.contains("\n  cygnet \(command)"))
        #expect(run.standardError.isEmpty)
    }

    @Test func `The tool's help lists every command`() throws {
        let run = try ToolRun(["--help"])
        #expect(run.exitCode == 0)
        for command in Self.commands { #expect(run.standardOutput.contains("\n  \(command) ")) }
    }

    @Test func `The version is three numbers`() throws {
        let run = try ToolRun(["--version"])
        #expect(run.exitCode == 0)
        #expect(run.standardOutput.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        arguments: [
            ["nonsense"], ["folds"], ["folds", "cohort"], ["folds", "cohort", "--out", "f.csv", "--folds", "many"],
            ["folds", "cohort", "--out", "f.csv", "--unknown"], ["train", "cohort"],
            ["train", "cohort", "--run", "r", "--preset", "huge"], ["train", "cohort", "--run", "r", "--threads", "0"],
            ["features"], ["predict", "cohort", "--run", "r", "--out", "s.csv", "--explain", "0"],
            ["evaluate", "f.csv", "--target", "target"],
            ["evaluate", "f.csv", "--target", "t", "--score", "s", "--bootstrap", "-1"],
            ["train", "cohort", "--run", "r", "--set", "seed"],
        ]
    )
    func `A call that is not understood ends with code 64`(arguments: [String]) throws {
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 64, "\(run.standardError)")
        #expect(!run.standardError.isEmpty)
        #expect(run.standardOutput.isEmpty)
    }

    @Test func `Standard output in JSON is one JSON value`() throws {
        let cohort = try SmallCohort.folder().path
        try Places.withTemporaryFolder { folder in
            let calls = [
                ["validate", cohort], ["folds", cohort, "--out", folder.appending(path: "f.csv").path],
                ["features", cohort, "--out", folder.appending(path: "f.parquet").path], ["features", "--describe"],
                [
                    "evaluate", Places.fixture("CommandLine/scores.csv").path, "--target", "target", "--score", "score",
                ],
            ]
            for call in calls {
                let run = try ToolRun(call + ["--format", "json"])
                #expect(run.exitCode == 0, "\(run.standardError)")
                #expect(throws: Never.self) {
                    try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8))
                }
            }
        }
    }

    @Test func `An output folder that does not exist is a missing resource`() throws {
        try expectRefusal(
            ["folds", SmallCohort.folder().path, "--out", "/nowhere/folds.csv"],
            code: 4,
            mentions: ["/nowhere/folds.csv", "folder does not exist", "Make the folder"]
        )
    }
}
