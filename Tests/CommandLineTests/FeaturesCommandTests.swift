import Foundation
import Tables
import TestSupport
import Testing

/// `cygnet features`, with and without a file.
@Suite struct FeaturesCommandTests {
    @Test func `Two runs write the same bytes`() throws {
        let cohort = try SmallCohort.folder().path
        try Places.withTemporaryFolder { folder in
            let files = try ["one.parquet", "two.parquet"].map { name in
                let file = folder.appending(path: name)
                let run = try ToolRun(["features", cohort, "--out", file.path, "--family", "extended"])
                #expect(run.exitCode == 0, "\(run.standardError)")
                return try Data(contentsOf: file)
            }
            #expect(files[0] == files[1])
            let table = try Table.readParquet(folder.appending(path: "one.parquet"))
            #expect(table.columnNames.first == "isic_id")
        }
    }

    @Test func `Without a file the features are only computed, and timed`() throws {
        try Places.withTemporaryFolder { folder in
            let run = try ToolRun(["features", SmallCohort.folder().path], in: folder)
            #expect(run.exitCode == 0, "\(run.standardError)")
            #expect(run.standardOutput.wholeMatch(of: /\d+ columns of \d+ lesions\n/) != nil)
            #expect(run.standardError.contains(/features \d+\.\d{3} s/))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func `A folder that is not there is named before anything is computed`() throws {
        try expectRefusal(
            ["features", SmallCohort.folder().path, "--out", "/nowhere/features.parquet"],
            code: 4,
            mentions: ["/nowhere/features.parquet", "its folder does not exist"]
        )
    }
}
