import Boosting
import Exploration
import Foundation
import Pipeline
import Stacking
import Storage
import Tables
import TestSupport
import Testing

/// `train --decisions eda.json` obeys what an exploration decided.
@Suite struct DecisionTests {
    @Test func `Excluded columns, folds and class weights are obeyed`() throws {
        try Places.withTemporaryFolder { folder in
            let cohort = try SmallCohort.folder()
            _ = try TabularRun.tool(["eda", cohort.path, "--out", folder.appending(path: "eda.html").path])
            let decisions = folder.appending(path: "eda.json")
            // The reader decides otherwise: one more column goes, and malignant lesions count ten times as much.
            var text = try String(contentsOf: decisions, encoding: .utf8)
            text = text.replacing(
                #""excluded_columns" : ["#,
                with: #""excluded_columns" : [ { "column" : "tbp_lv_H", "reason" : "test" },"#
            )
            text = text.replacing(/"malignant" : [0-9.]+/, with: #""malignant" : 10"#)
            text = text.replacing(/"count" : \d+/, with: #""count" : 4"#)
            try Data(text.utf8).write(to: decisions)

            let run = folder.appending(path: "run")
            let training = try TabularRun.tool([
                "train", cohort.path, "--run", run.path, "--preset", "tabular", "--threads", "1", "--decisions",
                decisions.path, "--set", "stack.bags=1", "--set", "stack.booster.rounds=5",
            ])
            #expect(!training.standardError.contains("other metadata"))
            let record = try RunRecord.read(RunDirectory(run))
            #expect(record.configuration.excludedColumns.contains("tbp_lv_H"))
            #expect(record.configuration.folds.count == 4)
            #expect(record.configuration.stack.booster.positiveWeight == 10)
            #expect(record.groupColumn == "patient_id")
            let features = try Table.readParquet(run.appending(path: "features.parquet"))
            #expect(!features.contains("tbp_lv_H") && features.contains("tbp_lv_L"))
            _ = try TabularRun.tool([
                "predict", cohort.path, "--run", run.path, "--out", folder.appending(path: "s.csv").path,
            ])
        }
    }

    @Test func `Decisions made on other data are obeyed with a warning`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "eda.json")
            let hash = String(repeating: "ab", count: 32)
            try Data(
                #"{"counts":{},"decisions":{"metadata_sha256":"\#(hash)","excluded_columns":[]}}"#.utf8
            ).write(to: file)
            let run = folder.appending(path: "run")
            let training = try TabularRun.tool(
                TabularRun.arguments(cohort: SmallCohort.folder(), run: run, rounds: 3) + ["--decisions", file.path]
            )
            #expect(training.standardError.contains("the decisions were made on other metadata (sha256 abababababab"))
        }
    }

    @Test func `Assignments win over decisions`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "eda.json")
            let text = """
                {"counts": {"lesions": 401059, "malignant": 393}, "decisions": {"metadata_sha256": "", "excluded_columns": [],
                "class_weights": {"benign": 0.5, "malignant": 5, "benign_per_malignant": 30}, "folds": {"group_by": "clinic", "count": 4}}}
                """
            try Data(text.utf8).write(to: file)
            let decisions = try TrainingDecisions(file)
            let decided = try Preset.tabular.configuration(
                file: nil,
                decisions: decisions,
                assignments: ["folds.count=3"]
            )
            #expect(decided.folds.count == 3)
            #expect(decisions.groupBy == "clinic")
            #expect(decided.stack.booster.positiveWeight == 10)
            #expect(decided.stack.negativesPerPositive == 30)
        }
    }

    @Test func `The class weights of an exploration are the stack's own`() {
        let published = Decisions.ClassWeights.published
        #expect(published.malignant / published.benign == BoosterConfiguration().positiveWeight)
        #expect(published.benignPerMalignant == StackConfiguration().negativesPerPositive)
    }

    @Test(
        arguments: [
            ("not json", "not valid JSON"), ("{}", "a field is missing"),
            (
                #"{"counts":{},"decisions":{"metadata_sha256":"","excluded_columns":[],"class_weights":{"benign":0,"malignant":1}}}"#,
                "class weights"
            ),
            (
                #"{"counts":{},"decisions":{"metadata_sha256":"","excluded_columns":[],"folds":{"group_by":"a","count":1}}}"#,
                "too few folds"
            ),
        ]
    )
    func `Decisions that make no sense are one message`(text: String, message: String) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "eda.json")
            try Data(text.utf8).write(to: file)
            let run = try ToolRun([
                "train", SmallCohort.folder().path, "--run", folder.appending(path: "r").path, "--preset", "tabular",
                "--decisions", file.path,
            ])
            #expect(run.exitCode == 2)
            #expect(run.standardError.contains(message))
        }
    }
}
