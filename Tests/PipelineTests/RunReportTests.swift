import Foundation
import Pipeline
import Storage
import Tables
import TestSupport
import Testing

/// `cygnet report` on finished runs of the real tool.
@Suite struct RunReportTests {
    /// What a page says besides the chart library.
    private func ownMarkup(_ page: URL) throws -> String {
        let text = try String(contentsOf: page, encoding: .utf8)
        let library = try String(
            contentsOf: Places.project.appending(path: ".native/plotly/plotly.min.js"),
            encoding: .utf8
        ).replacingOccurrences(of: "</script", with: "<\\/script", options: .caseInsensitive)
        return text.replacingOccurrences(of: library, with: "")
    }

    private func report(_ run: URL, to page: URL, _ more: [String] = []) throws -> String {
        _ = try TabularRun.tool(["report", "--run", run.path, "--out", page.path] + more)
        return try ownMarkup(page)
    }

    /// A training of a second on a cohort in which rows or columns were changed.
    private func report(of cohort: URL, _ more: [String] = []) throws -> String {
        let run = cohort.appending(path: "run")
        _ = try TabularRun.tool(TabularRun.arguments(cohort: cohort, run: run, rounds: 5) + more)
        return try ownMarkup(run.appending(path: "report.html"))
    }

    @Test func `A report is made from the run alone, with the bytes that the training wrote`() throws {
        try Places.withTemporaryFolder { folder in
            let run = try TabularRun.folder()
            let page = folder.appending(path: "report.html")
            let own = try report(run, to: page)
            #expect(try Data(contentsOf: page) == Data(contentsOf: run.appending(path: "report.html")))
            #expect(!own.contains("http://") && !own.contains("https://"))
            for figure in [
                "roc", "folds", "precision-recall", "retrieval", "reliability", "decision-curve", "subgroup-auc",
                "feature-families", "features", "contributions",
            ] {
                #expect(own.contains("id=\"\(figure)-chart\""), "\(figure)")
                #expect(
                    FileManager.default.fileExists(
                        atPath: folder.appending(path: "report-data/\(figure).csv").path
                    ),
                    "\(figure)"
                )
            }
        }
    }

    @Test func `The report and the metrics agree`() throws {
        let run = try TabularRun.folder()
        let metrics = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "metrics.json")))
                as? [String: Double]
        )
        let ranking = try CSVRows(run.appending(path: "report-data/ranking.csv"))
        let stack = try #require(ranking.rows.first)
        let tolerance = Tolerance(relative: 1e-12)
        func agrees(_ cell: String, _ key: String) throws -> Bool {
            try tolerance.accepts(#require(Double(cell)), #require(metrics[key]))
        }
        for (place, key) in ["pauc_80tpr", "auc", "average_precision"].enumerated() {
            #expect(try agrees(stack[1 + 3 * place], key), "\(key)")
            #expect(try agrees(stack[2 + 3 * place], "\(key)_low"), "\(key)")
            #expect(try agrees(stack[3 + 3 * place], "\(key)_high"), "\(key)")
        }
        let specificity = try CSVRows(run.appending(path: "report-data/operating-points.csv")).cells("specificity")
        #expect(try agrees(specificity[0], "specificity_80tpr"))
        #expect(try agrees(specificity[2], "specificity_95tpr"))
    }

    @Test func `Nobody is named unless asked for`() throws {
        try Places.withTemporaryFolder { folder in
            let run = try TabularRun.folder()
            let table = try Table.readParquet(run.appending(path: "oof.parquet"))
            let names = try Set((table.texts("patient_id").texts + table.texts("isic_id").texts).compactMap { $0 })
            func named(_ arguments: [String]) throws -> Set<String> {
                let own = try report(run, to: folder.appending(path: "report.html"), arguments)
                var texts = [own]
                let data = folder.appending(path: "report-data")
                for file in try FileManager.default.contentsOfDirectory(atPath: data.path) {
                    texts.append(try String(contentsOf: data.appending(path: file), encoding: .utf8))
                }
                let words = Set(
                    texts.joined(separator: " ").split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
                )
                return names.intersection(words)
            }
            #expect(try named([]).isEmpty)
            #expect(try !named(["--show-identifiers"]).isEmpty)
        }
    }

    @Test func `The model card and the checklist say what the run knows and leave the rest to the author`() throws {
        let run = try TabularRun.folder()
        let card = try String(contentsOf: run.appending(path: "MODEL_CARD.md"), encoding: .utf8)
        for heading in [
            "Model", "Intended use", "Data", "Performance, out of fold", "Performance in groups", "Limits and risks",
        ] {
            #expect(card.contains("## \(heading)\n"), "\(heading)")
        }
        #expect(card.contains("Research use only. Cygnet is not a medical device and gives no diagnosis."))
        let checklist = try String(contentsOf: run.appending(path: "CHECKLIST.md"), encoding: .utf8)
        #expect(checklist.contains("**author must write**"))
        let record = try RunRecord.read(RunDirectory(run))
        #expect(checklist.contains(try #require(record.stages["folds"]?.outputs["folds.csv"])))
    }

    @Test func `A cohort of 30 lesions has a report`() throws {
        try SmallCohort.withCopy(changing: { rows in
            let labels = try rows.cells("target")
            let malignant = labels.indices.filter { labels[$0] == "1" }.prefix(6)
            let benign = labels.indices.filter { labels[$0] == "0" }.prefix(24)
            let kept = (malignant + benign).sorted()
            rows.rows = kept.map { rows.rows[$0] }
            try rows.set("patient_id", to: kept.indices.map { "P\($0 / 2)" })
        }) { cohort in
            let own = try report(of: cohort, ["--set", "stack.booster.minimum_leaf_rows=2"])
            #expect(own.contains("id=\"roc-chart\""))
            #expect(own.firstMatch(of: /\b(nan|NaN|inf)\b/) == nil)
        }
    }

    @Test func `One hospital, no ages and a run without intervals have a report`() throws {
        try SmallCohort.withCopy(changing: { rows in
            try rows.remove("age_approx")
            try rows.set("attribution", to: rows.rows.map { _ in "one clinic" })
        }) { cohort in
            let own = try report(of: cohort, ["--set", "evaluation.bootstrap_replicates=0"])
            #expect(own.contains("one clinic"))
            #expect(!own.contains("Age in years"))
            #expect(own.contains("No intervals were drawn"))
            #expect(own.contains("Unavailable"))
            #expect(own.firstMatch(of: /\b(nan|NaN|inf)\b/) == nil)
        }
    }

    @Test(arguments: ["run.json", "oof.parquet", "metrics.json"])
    func `A folder that is no finished run is one message`(missing: String) throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            try FileManager.default.copyItem(at: TabularRun.folder(), to: run)
            try FileManager.default.removeItem(at: run.appending(path: missing))
            let tool = try ToolRun([
                "report", "--run", run.path, "--out", folder.appending(path: "report.html").path,
            ])
            #expect(tool.exitCode == 2)
            #expect(tool.standardError.contains(missing))
            #expect(tool.standardError.split(separator: "\n").count == 1)
        }
    }
}
