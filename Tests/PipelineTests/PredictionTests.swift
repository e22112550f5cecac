import Foundation
import TestSupport
import Testing

/// Prediction with the real tool: the same numbers however a lesion is asked about.
@Suite struct PredictionTests {
    /// Predicts the test lesions after a change and returns the scores by identifier, in the submission's order.
    private func predict(_ more: [String] = [], changing change: (inout CSVRows) throws -> Void = { _ in }) throws
        -> [(id: String, score: String)]
    {
        try Places.withTemporaryFolder { folder in
            var rows = try CSVRows(SmallCohort.folder().appending(path: "test-metadata.csv"))
            try change(&rows)
            try rows.write(to: folder.appending(path: "test-metadata.csv"))
            let out = folder.appending(path: "submission.csv")
            _ = try TabularRun.tool(
                ["predict", folder.path, "--run", TabularRun.folder().path, "--threads", "1", "--out", out.path] + more
            )
            let submission = try CSVRows(out)
            #expect(submission.header == ["isic_id", "target"])
            #expect(submission.rows.map { $0[0] } == rows.rows.map { $0[0] })
            return submission.rows.map { ($0[0], $0[1]) }
        }
    }

    private func scores(_ rows: [(id: String, score: String)]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.score) })
    }

    @Test func `Targets are probabilities that differ`() throws {
        let targets = try predict().compactMap { Double($0.score) }
        #expect(targets.count == (try CSVRows(SmallCohort.folder().appending(path: "test-metadata.csv")).rows.count))
        #expect(targets.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(Set(targets).count > targets.count / 2)
    }

    @Test func `One patient alone gets the same scores as among all`() throws {
        let all = scores(try predict())
        let alone = try predict { rows in
            let patient = try rows.cells("patient_id")[0]
            let column = try rows.column("patient_id")
            rows.rows.removeAll { $0[column] != patient }
        }
        #expect(!alone.isEmpty && alone.count < all.count)
        for (id, score) in alone { #expect(all[id] == score) }
    }

    @Test func `The order of rows and columns and further columns change nothing`() throws {
        let all = scores(try predict())
        let shuffled = try predict { rows in
            rows.rows.reverse()
            rows.append("remarks", rows.rows.map { _ in "none" })
            rows.header.reverse()
            for row in rows.rows.indices { rows.rows[row].reverse() }
            // The identifier stays first, where the check of the order looks for it.
            let id = try rows.column("isic_id")
            rows.header.swapAt(0, id)
            for row in rows.rows.indices { rows.rows[row].swapAt(0, id) }
        }
        #expect(scores(shuffled) == all)
    }

    @Test func `Unknown hospitals, sites and sexes get scores`() throws {
        let rows = try predict { rows in
            try rows.set("attribution", to: rows.rows.map { _ in "A hospital nobody knows" })
            try rows.set("anatom_site_general", to: rows.rows.map { _ in "moon" })
            try rows.set("tbp_lv_location", to: rows.rows.map { _ in "Far Side" })
            try rows.set("sex", to: rows.rows.map { _ in "" })
        }
        #expect(rows.allSatisfy { Double($0.score).map { $0 > 0 && $0 < 1 } == true })
    }

    @Test func `A missing column that the model uses is named, and the submission is not written`() throws {
        try Places.withTemporaryFolder { folder in
            var rows = try CSVRows(SmallCohort.folder().appending(path: "test-metadata.csv"))
            try rows.remove("tbp_lv_H")
            try rows.write(to: folder.appending(path: "test-metadata.csv"))
            let out = folder.appending(path: "submission.csv")
            let run = try ToolRun(["predict", folder.path, "--run", TabularRun.folder().path, "--out", out.path])
            #expect(run.exitCode == 2)
            #expect(run.standardError.contains("tbp_lv_H"))
            #expect(!FileManager.default.fileExists(atPath: out.path))
        }
    }

    @Test func `Explanations name features for every lesion`() throws {
        try Places.withTemporaryFolder { folder in
            let out = folder.appending(path: "submission.csv")
            _ = try TabularRun.tool([
                "predict", SmallCohort.folder().path, "--run", TabularRun.folder().path, "--out", out.path,
                "--explain", "3", "--threads", "1",
            ])
            let reasons = try CSVRows(folder.appending(path: "submission.reasons.csv"))
            #expect(reasons.header == ["isic_id", "rank", "feature", "contribution", "value"])
            #expect(reasons.rows.count == 3 * (try CSVRows(out).rows.count))
        }
    }

    @Test(arguments: ["stack/fold1/bag0.txt", "features.json", "bundle.json", "manifest.json"])
    func `A bundle with a flipped byte is refused`(name: String) throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            try FileManager.default.copyItem(at: TabularRun.folder(), to: run)
            let file = run.appending(path: "bundle/\(name)")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 0x01
            try bytes.write(to: file)
            let out = folder.appending(path: "submission.csv")
            let prediction = try ToolRun(["predict", SmallCohort.folder().path, "--run", run.path, "--out", out.path])
            #expect([2, 4].contains(prediction.exitCode), "\(prediction.standardError)")
            #expect(prediction.standardError.hasPrefix("error: "))
            #expect(!FileManager.default.fileExists(atPath: out.path))
        }
    }
}
