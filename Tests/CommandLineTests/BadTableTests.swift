import Foundation
import TestSupport
import Testing

/// Metadata that cannot be used: one message, no output, never a crash.
@Suite struct BadTableTests {
    @Test(arguments: ["isic_id", "target", "patient_id"])
    func `A missing column that folds need is named`(column: String) throws {
        try SmallCohort.withCopy(changing: { try $0.remove(column) }) { cohort in
            try expectUntouched { out in
                try expectRefusal(
                    ["folds", cohort.path, "--out", out],
                    mentions: ["train-metadata.csv", column, "missing", "."]
                )
            }
        }
    }

    @Test func `A missing feature column is named with the file`() throws {
        try SmallCohort.withCopy(changing: { try $0.remove("tbp_lv_H") }) { cohort in
            try expectUntouched { out in
                try expectRefusal(
                    ["features", cohort.path, "--out", out],
                    mentions: ["train-metadata.csv", "the column tbp_lv_H is missing", "Check the spelling"]
                )
            }
        }
    }

    @Test func `A text in a number column is named by file, row and column`() throws {
        try SmallCohort.withCopy(changing: { try $0.rows[4][$0.column("tbp_lv_H")] = "abc" }) { cohort in
            let mentions = ["train-metadata.csv, row 5 (line 6), column tbp_lv_H", "found \"abc\"", "Write a number"]
            try expectUntouched { out in
                try expectRefusal(["folds", cohort.path, "--out", out], mentions: mentions)
                try expectRefusal(["features", cohort.path, "--out", out], mentions: mentions)
            }
            let validation = try ToolRun(["validate", cohort.path])
            #expect(validation.exitCode == 2)
            #expect(mentions.allSatisfy { validation.standardOutput.contains($0) })
            #expect(!validation.standardError.isEmpty)
        }
    }

    @Test func `A duplicated identifier is named with its rows`() throws {
        try SmallCohort.withCopy(changing: { $0.rows[4][0] = $0.rows[3][0] }) { cohort in
            let mentions = ["train-metadata.csv, rows 4, 5", "occurs 2 times", "Keep one row"]
            try expectUntouched { out in
                try expectRefusal(["folds", cohort.path, "--out", out], mentions: mentions)
                try expectRefusal(["features", cohort.path, "--out", out], mentions: mentions)
            }
            let validation = try ToolRun(["validate", cohort.path])
            #expect(validation.exitCode == 2)
            #expect(mentions.allSatisfy { validation.standardOutput.contains($0) })
        }
    }

    @Test func `A label other than 0 and 1 is refused`() throws {
        try SmallCohort.withCopy(changing: { try $0.rows[1][$0.column("target")] = "2" }) { cohort in
            try expectUntouched { out in
                try expectRefusal(["folds", cohort.path, "--out", out], mentions: ["train-metadata.csv", "target"])
            }
        }
    }

    @Test func `A cohort with one class has no folds and no run`() throws {
        try SmallCohort.withCopy(changing: { try $0.set("target", to: $0.rows.map { _ in "0" }) }) { cohort in
            let mentions = ["train-metadata.csv", "one class only", "Add lesions of the other class"]
            try expectUntouched { out in
                try expectRefusal(["folds", cohort.path, "--out", out], mentions: mentions)
            }
            try expectNoRun { try expectRefusal(training(cohort, run: $0), mentions: mentions) }
        }
    }

    @Test func `Fewer patients than folds are refused`() throws {
        let cohort = try SmallCohort.folder()
        let mentions = ["fewer groups (patients) than folds", "expected at least 50", "Ask for fewer folds"]
        try expectUntouched { out in
            try expectRefusal(["folds", cohort.path, "--folds", "50", "--out", out], mentions: mentions)
        }
        try expectNoRun { run in
            try expectRefusal(training(cohort, run: run, ["--set", "folds.count=50"]), mentions: mentions)
        }
    }

    @Test func `Without patient_id nothing is split until a group is named on purpose`() throws {
        try SmallCohort.withCopy(changing: { try $0.remove("patient_id") }) { cohort in
            try expectNoRun { run in
                try expectRefusal(training(cohort, run: run), mentions: ["patient_id is missing", "--group-by COLUMN"])
            }
            try Places.withTemporaryFolder { folder in
                let out = folder.appending(path: "folds.csv").path
                let run = try ToolRun(["folds", cohort.path, "--group-by", "isic_id", "--out", out])
                #expect(run.exitCode == 0, "\(run.standardError)")
            }
        }
    }

    @Test func `A file that is no table and a folder that is not there are refused`() throws {
        try Places.withTemporaryFolder { folder in
            try Data([0, 1, 2, 0xFF, 0xFE, 10, 0]).write(to: folder.appending(path: "train-metadata.csv"))
            let out = folder.appending(path: "folds.csv")
            let run = try ToolRun(["folds", folder.path, "--out", out.path])
            #expect(run.exitCode == 2, "\(run.standardError)")
            #expect(run.standardError.contains("train-metadata.csv"))
            #expect(!FileManager.default.fileExists(atPath: out.path))
            try expectRefusal(
                ["folds", folder.appending(path: "absent").path, "--out", out.path],
                code: 4,
                mentions: ["absent", "does not exist", "Check the path"]
            )
        }
    }

    /// Expects that nothing which looks like a run or its results is left.
    private func expectNoRun(_ body: (_ run: String) throws -> Void) throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            try body(run.path)
            let left = (try? FileManager.default.contentsOfDirectory(atPath: run.path)) ?? []
            #expect(left == [])
        }
    }
}
