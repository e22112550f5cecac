import Foundation
import Pipeline
import Storage
import Tables
import TestSupport
import Testing

/// What a run leaves behind, from the real tool on a synthetic cohort.
@Suite struct TabularRunTests {
    @Test func `The run's files are there and no partial ones`() throws {
        let run = try TabularRun.folder()
        let files = try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
        #expect(
            files == [
                "CHECKLIST.md", "MODEL_CARD.md", "bundle", "contributions.parquet", "features.json", "features.parquet",
                "folds.csv", "importance-families.csv", "importance.csv", "metrics.json", "oof.parquet", "report-data",
                "report.html", "run.json", "stack", "subgroups.parquet",
            ]
        )
        for fold in 0..<3 {
            #expect(FileManager.default.fileExists(atPath: run.appending(path: "stack/fold\(fold)/bag0.txt").path))
        }
    }

    @Test func `The out-of-fold scores have the columns of the design, in the cohort's order`() throws {
        let table = try Table.readParquet(TabularRun.folder().appending(path: "oof.parquet"))
        #expect(table.columnNames == ["isic_id", "patient_id", "fold", "target", "score", "probability"])
        let rows = try CSVRows(SmallCohort.folder().appending(path: "train-metadata.csv"))
        #expect(try table.texts("isic_id").texts == rows.cells("isic_id"))
        #expect(try table.texts("patient_id").texts == rows.cells("patient_id"))
        #expect(try table.doubles("target").map { String(Int($0)) } == rows.cells("target"))
        #expect(try Set(table.doubles("fold")) == [0, 1, 2])
        #expect(try table.doubles("probability").allSatisfy { $0 > 0 && $0 < 1 })
        let features = try Table.readParquet(TabularRun.folder().appending(path: "features.parquet"))
        #expect(features.columnNames.first == "isic_id")
        #expect(!features.contains("target"))
    }

    @Test func `No patient is in two folds`() throws {
        let table = try Table.readParquet(TabularRun.folder().appending(path: "oof.parquet"))
        let pairs = try zip(table.texts("patient_id").texts, table.doubles("fold"))
        var folds: [String?: Set<Double>] = [:]
        for (patient, fold) in pairs { folds[patient, default: []].insert(fold) }
        #expect(folds.values.allSatisfy { $0.count == 1 })
    }

    @Test func `The metrics are those that evaluate prints for the out-of-fold scores`() throws {
        let run = try TabularRun.folder()
        let evaluation = try TabularRun.tool([
            "evaluate", run.appending(path: "oof.parquet").path, "--target", "target", "--score", "score",
            "--group", "patient_id", "--fold", "fold", "--format", "json",
        ])
        func metrics(_ data: Data) throws -> [String: Double] {
            try #require(try JSONSerialization.jsonObject(with: data) as? [String: Double])
        }
        let recorded = try metrics(Data(contentsOf: run.appending(path: "metrics.json")))
        #expect(try recorded == metrics(Data(evaluation.standardOutput.utf8)))
        for key in [
            "pauc_80tpr", "pauc_80tpr_low", "pauc_80tpr_high", "pauc_80tpr_fold_mean", "auc", "auc_low", "auc_high",
        ] {
            #expect(recorded[key] != nil, "\(key)")
        }
    }

    @Test func `The record names no host and no absolute path`() throws {
        let run = try TabularRun.folder()
        for name in [
            "run.json", "bundle/bundle.json", "bundle/manifest.json", "MODEL_CARD.md", "CHECKLIST.md",
        ] {
            let text = try String(contentsOf: run.appending(path: name), encoding: .utf8)
            #expect(!text.contains("/tmp"), "\(name)")
            #expect(!text.contains(run.deletingLastPathComponent().path), "\(name)")
            #expect(!text.contains(try SmallCohort.folder().path), "\(name)")
            #expect(!text.contains("\"/"), "\(name)")
        }
        let host = ProcessInfo.processInfo.hostName
        let record = try RunRecord.read(RunDirectory(run))
        let text = try String(contentsOf: run.appending(path: "run.json"), encoding: .utf8)
        if host.count > 9 { #expect(!text.contains(host)) }
        #expect(record.threads == 1)
        #expect(record.groupColumn == "patient_id")
        #expect(
            record.stages.keys.sorted() == [
                "bundle", "contributions", "features", "folds", "importance", "report", "scores", "stack", "subgroups",
            ]
        )
    }

    @Test func `A second training keeps every stage, and a damaged file is made again`() throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            try FileManager.default.copyItem(at: TabularRun.folder(), to: run)
            func stages() throws -> [String: RunRecord.Stage] { try RunRecord.read(RunDirectory(run)).stages }
            let before = try stages()
            let arguments = try TabularRun.arguments(cohort: SmallCohort.folder(), run: run) + ["--resume"]
            let second = try TabularRun.tool(arguments)
            // Equal with the seconds that each stage took: none ran again.
            #expect(try stages() == before)
            for stage in before.keys { #expect(second.standardError.contains("\(stage): unchanged, kept")) }

            let scores = run.appending(path: "oof.parquet")
            let bytes = try Data(contentsOf: scores)
            try bytes.prefix(100).write(to: scores)
            let third = try TabularRun.tool(arguments)
            #expect(try Data(contentsOf: scores) == bytes)
            #expect(third.standardError.contains("stack: unchanged, kept"))
            #expect(!third.standardError.contains("scores: unchanged, kept"))
        }
    }

    @Test func `The same training gives the same bytes`() throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            _ = try TabularRun.tool(TabularRun.arguments(cohort: SmallCohort.folder(), run: run))
            for name in [
                "folds.csv", "features.parquet", "stack/fold2/bag0.txt", "oof.parquet", "metrics.json", "report.html",
            ] {
                let first = try Data(contentsOf: TabularRun.folder().appending(path: name))
                #expect(try Data(contentsOf: run.appending(path: name)) == first, "\(name)")
            }
        }
    }

    @Test func `A tabular training needs no crop, and says which columns it goes without`() throws {
        try SmallCohort.withCopy(changing: { try $0.remove("tbp_lv_H") }) { cohort in
            let id = try CSVRows(cohort.appending(path: "train-metadata.csv")).rows[0][0]
            try FileManager.default.removeItem(at: SmallCohort.crop(id, in: cohort))
            let run = try TabularRun.tool(
                TabularRun.arguments(cohort: cohort, run: cohort.appending(path: "run"), rounds: 5)
            )
            #expect(run.standardError.contains("the features go without the missing columns tbp_lv_H."))
        }
    }
}
