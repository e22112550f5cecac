import Foundation
import Storage
import TestSupport
import Testing

/// `cygnet eda` from the command line to the files it leaves.
@Suite struct ExploreTests {
    @Test func `A cohort becomes a page, its data, its decisions and a notebook`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let run = try ToolRun(
                [
                    "eda", cohort.path, "--out", "eda.html", "--reference", cohort.path, "--thumbnails", "--notebook",
                    "01_eda.ipynb",
                ],
                in: folder
            )
            #expect(run.exitCode == 0, "\(run.standardError)")
            #expect(run.standardOutput == "eda.html\neda.json\neda-data\n01_eda.ipynb\n")
            for file in ["eda.html", "eda.json", "eda-data/drift.csv", "eda-data/leaks.csv", "01_eda.ipynb"] {
                #expect(FileManager.default.fileExists(atPath: folder.appending(path: file).path))
            }
        }
    }

    @Test func `The same cohort gives the same bytes`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let pages = try ["a", "b"].map { name in
                let place = folder.appending(path: name)
                try Folder.create(place)
                let run = try ToolRun(["eda", cohort.path, "--out", "eda.html", "--thumbnails"], in: place)
                #expect(run.exitCode == 0, "\(run.standardError)")
                return try ["eda.html", "eda.json"].map { try Data(contentsOf: place.appending(path: $0)) }
            }
            #expect(pages[0] == pages[1])
        }
    }

    @Test func `A page whose folder does not exist is one error`() throws {
        let run = try ToolRun(["eda", try SmallCohort.folder().path, "--out", "/nowhere/at/all/eda.html"])
        #expect(run.exitCode == 4)
        #expect(run.standardError.contains("error: ") && run.standardOutput.isEmpty)
    }

    @Test(.enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d"))
    func `Real crops without patients and measurements give the same report with parts unavailable`() throws {
        try Places.withTemporaryFolder { folder in
            let data = Places.shared("data/slice3d/competition-stubs").path
            let run = try ToolRun(["eda", data, "--split", "test", "--out", "eda.html"], in: folder)
            #expect(run.exitCode == 0, "\(run.standardError)")
            let page = try String(contentsOf: folder.appending(path: "eda.html"), encoding: .utf8)
            #expect(page.contains("Unavailable. "))
        }
    }
}
