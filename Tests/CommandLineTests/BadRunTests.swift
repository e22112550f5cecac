import Foundation
import TestSupport
import Testing

/// Configurations and runs that cannot be used.
@Suite struct BadRunTests {
    @Test func `An unknown key is named with the known ones`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            try expectRefusal(
                training(cohort, run: run.path, ["--set", "stack.bagz=3"]),
                mentions: ["--set stack.bagz=3", "unknown configuration key `bagz`", "bags"]
            )
            let file = folder.appending(path: "mine.yaml")
            try Data("stack: {bagz: 3}\n".utf8).write(to: file)
            try expectRefusal(
                training(cohort, run: run.path, ["--config", file.path]),
                mentions: ["mine.yaml", "unknown configuration key `stack.bagz`", "bags"]
            )
            #expect(!FileManager.default.fileExists(atPath: run.path))
        }
    }

    @Test func `A configuration that is no YAML or not there is refused`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            let file = folder.appending(path: "mine.yaml")
            try expectRefusal(
                training(cohort, run: run.path, ["--config", file.path]),
                mentions: ["mine.yaml", "cannot be read", "--config"]
            )
            for text in ["stack: [1", "just a text", "- 1\n- 2"] {
                try Data(text.utf8).write(to: file)
                try expectRefusal(training(cohort, run: run.path, ["--config", file.path]), mentions: ["mine.yaml"])
            }
            try expectRefusal(
                training(cohort, run: run.path, ["--set", "stack.bags=many"]),
                mentions: ["stack.bags", "wrong type", "expected"]
            )
            #expect(!FileManager.default.fileExists(atPath: run.path))
        }
    }

    @Test(arguments: [
        "inner_benign_limit=-3", "epochs=0", "dropout=1.5", "size=8", "augmentation.softening.probability=3",
    ])
    func `A setting out of range is named before anything is trained`(assignment: String) throws {
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            let arguments = ["train", try SmallCohort.folder().path, "--run", run.path, "--preset", "demo"]
            let call = try ToolRun(arguments + ["--set", "image_models.0.\(assignment)"])
            #expect([2, 64].contains(call.exitCode), "\(call.standardError)")
            #expect(call.standardError.hasPrefix("error: "))
            #expect(call.standardError.contains("out of range"))
            #expect(!FileManager.default.fileExists(atPath: run.path))
        }
    }

    @Test func `An existing run needs --resume`() throws {
        let cohort = try SmallCohort.folder()
        try Places.withTemporaryFolder { folder in
            let run = folder.appending(path: "run")
            #expect(try ToolRun(training(cohort, run: run.path)).exitCode == 0)
            let record = try Data(contentsOf: run.appending(path: "run.json"))
            try expectRefusal(
                training(cohort, run: run.path),
                mentions: [run.path, "there is a run already", "--resume"]
            )
            #expect(try Data(contentsOf: run.appending(path: "run.json")) == record)
        }
    }

    @Test func `Predicting with a run that is not there is a missing resource`() throws {
        try expectUntouched { out in
            try expectRefusal(
                ["predict", SmallCohort.folder().path, "--run", "/nowhere/run", "--out", out],
                code: 4,
                mentions: ["/nowhere/run", "no finished model", "cygnet train"]
            )
        }
    }
}
