import Foundation
import Stacking
import Storage
import Tables
import TestSupport
import Testing

@testable import Pipeline

/// Embeddings made elsewhere, from the command line to the submission.
@Suite struct EmbeddingFileTests {
    /// Embeddings whose first component tells the label, so that a stack that uses them cannot fail to rank.
    private func write(_ metadata: URL, labels: [String: Double], to file: URL) throws {
        let ids = try CSVRows(metadata).cells("isic_id")
        // Another order than the cohort's, and a lesion that the cohort lacks.
        let rows = ids.reversed() + ["ISIC_9999999"]
        var table = Table(rowCount: rows.count)
        try table.append("isic_id", .text(TextColumn(rows)))
        try table.append("e0", .float(rows.map { Float(labels[$0] ?? 0) }))
        try table.append("e1", .float(rows.indices.map { Float($0 % 7) }))
        if file.pathExtension == "csv" { try table.writeCSV(to: file) } else { try table.writeParquet(to: file) }
    }

    private func labels() throws -> [String: Double] {
        let rows = try CSVRows(SmallCohort.folder().appending(path: "train-metadata.csv"))
        let pairs = try zip(rows.cells("isic_id"), rows.cells("target").map { Double($0) ?? .nan })
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test(arguments: ["parquet", "csv"])
    func `The stack learns from them, joined by identifier, and prediction asks for them`(format: String) throws {
        try Places.withTemporaryFolder { folder in
            let cohort = try SmallCohort.folder()
            let file = folder.appending(path: "oracle.\(format)")
            try write(cohort.appending(path: "train-metadata.csv"), labels: labels(), to: file)
            let run = folder.appending(path: "run")
            let arguments = TabularRun.arguments(cohort: cohort, run: run)
            _ = try TabularRun.tool(arguments + ["--embeddings", file.path])
            let metrics = try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "metrics.json")))
            let pauc = try #require((metrics as? [String: Double])?["pauc_80tpr"])
            #expect(pauc > 0.195)
            let record = try RunRecord.read(RunDirectory(run))
            #expect(record.embeddings.map(\.name) == ["oracle"])

            let out = folder.appending(path: "submission.csv")
            let predict = ["predict", cohort.path, "--run", run.path, "--out", out.path, "--threads", "1"]
            let without = try ToolRun(predict)
            #expect(without.exitCode == 2)
            #expect(without.standardError.contains("expected oracle"), "\(without.standardError)")
            #expect(!FileManager.default.fileExists(atPath: out.path))

            let tests = folder.appending(path: "new/oracle.\(format)")
            try FileManager.default.createDirectory(
                at: tests.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            let metadata = cohort.appending(path: "test-metadata.csv")
            let first = try #require(try CSVRows(metadata).cells("isic_id").first)
            try write(metadata, labels: [first: 1], to: tests)
            _ = try TabularRun.tool(predict + ["--embeddings", tests.path])
            let scores = try CSVRows(out).rows.map { ($0[0], Double($0[1]) ?? .nan) }
            #expect(scores.max { $0.1 < $1.1 }?.0 == first)

            // Other embeddings under the same name are another input: the stack is made again, the features are kept.
            try write(cohort.appending(path: "train-metadata.csv"), labels: [:], to: file)
            let resumed = try TabularRun.tool(arguments + ["--embeddings", file.path, "--resume"])
            #expect(resumed.standardError.contains("features: unchanged, kept"))
            #expect(!resumed.standardError.contains("stack: unchanged, kept"))
        }
    }

    @Test func `The report shows every way to stack, as the comparison has it`() throws {
        try Places.withTemporaryFolder { folder in
            let cohort = try SmallCohort.folder()
            let file = folder.appending(path: "oracle.parquet")
            try write(cohort.appending(path: "train-metadata.csv"), labels: labels(), to: file)
            let run = folder.appending(path: "run")
            let arguments = TabularRun.arguments(cohort: cohort, run: run, rounds: 20)
            _ = try TabularRun.tool(arguments + ["--embeddings", file.path, "--set", "stack.mode=auto"])
            let comparison = try JSONFile.read(StackComparison.self, from: run.appending(path: "stacking.json"))
            #expect(comparison.entries.map(\.mode) == [.tabular, .frozen, .rankAverage])

            let shown = try CSVRows(run.appending(path: "report-data/stack-modes.csv"))
            let picked = comparison.picked.rawValue
            #expect(
                try shown.cells("way")
                    == comparison.entries.map {
                        $0.mode == comparison.picked ? "\(picked) (picked)" : $0.mode.rawValue
                    }
            )
            #expect(try shown.cells("partial AUC").map(Double.init) == comparison.entries.map(\.partialAUC))
            #expect(try shown.cells("AUC").map(Double.init) == comparison.entries.map(\.auc))
            let differences = comparison.entries.map(\.difference)
            #expect(try shown.cells("partial AUC less \(picked)").map(Double.init) == differences.map { $0?.value })
            #expect(try shown.cells("partial AUC less \(picked) low").map(Double.init) == differences.map { $0?.low })
            let page = try String(contentsOf: run.appending(path: "report.html"), encoding: .utf8)
            #expect(page.contains("id=\"stack-mode-differences-chart\""))
            #expect(page.contains("The run took “\(picked)”, which an inner split prefers"))
        }
    }

    @Test func `Embeddings that do not fit are refused in one sentence`() throws {
        try Places.withTemporaryFolder { folder in
            let cohort = try SmallCohort.folder()
            let ids = try CSVRows(cohort.appending(path: "train-metadata.csv")).cells("isic_id")
            func refusal(_ name: String, _ text: String, _ expected: String) throws {
                let file = folder.appending(path: name)
                try Data(text.utf8).write(to: file)
                let run = folder.appending(path: "run-\(name)")
                let training = try ToolRun(
                    TabularRun.arguments(cohort: cohort, run: run) + ["--embeddings", file.path]
                )
                #expect(training.exitCode == 2)
                let error = training.standardError
                #expect(error.contains("error: ") && error.contains(name) && error.contains(expected), "\(error)")
                #expect(!FileManager.default.fileExists(atPath: run.appending(path: "stack").path))
            }
            let whole = "isic_id,e0\n" + ids.map { "\($0),1.5\n" }.joined()
            try refusal("short.csv", "isic_id,e0\n\(ids[0]),1\n", "the embeddings lack \(ids.count - 1)")
            try refusal("twice.csv", whole + "\(ids[0]),2\n", "name a lesion twice")
            try refusal("text.csv", whole.replacing("\(ids[1]),1.5", with: "\(ids[1]),high"), "e0")
            try refusal(
                "bare.csv",
                whole.replacing(",e0", with: "").replacing(",1.5", with: ""),
                "no column of numbers"
            )
            try refusal("nameless.csv", whole.replacing("isic_id", with: "id"), "isic_id")

            let absent = try ToolRun(
                TabularRun.arguments(cohort: cohort, run: folder.appending(path: "run"))
                    + ["--embeddings", folder.appending(path: "nowhere.parquet").path]
            )
            #expect(absent.exitCode == 2)
            #expect(absent.standardError.contains("nowhere.parquet"))
        }
    }
}
