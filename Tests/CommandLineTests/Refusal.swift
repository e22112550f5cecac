import Foundation
import TestSupport
import Testing

/// Expects that the tool refused its input: the exit code, one line on standard error that mentions the place and the
/// remedy, and nothing on standard output.
func expectRefusal(
    _ arguments: [String],
    code: Int32 = 2,
    mentions: [String],
    environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let run = try ToolRun(arguments, environment: environment)
    #expect(run.exitCode == code, "\(run.standardError)", sourceLocation: sourceLocation)
    #expect(run.standardOutput.isEmpty, sourceLocation: sourceLocation)
    let errors = run.standardError.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1, "\(run.standardError)", sourceLocation: sourceLocation)
    for mention in mentions {
        #expect(errors.first?.contains(mention) == true, "\(run.standardError)", sourceLocation: sourceLocation)
    }
}

/// Calls `body` with the path of an output that holds `before`, and expects that it is unchanged and alone afterwards.
func expectUntouched(
    _ body: (_ out: String) throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    try Places.withTemporaryFolder { folder in
        let out = folder.appending(path: "out")
        try Data("before".utf8).write(to: out)
        try body(out.path)
        #expect(try Data(contentsOf: out) == Data("before".utf8), sourceLocation: sourceLocation)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"],
            sourceLocation: sourceLocation
        )
    }
}

/// The arguments of a training that takes about a second.
func training(_ cohort: URL, run: String, _ more: [String] = []) -> [String] {
    ["train", cohort.path, "--run", run, "--preset", "tabular", "--threads", "1"]
        + ["--set", "folds.count=3", "--set", "stack.bags=1", "--set", "stack.booster.rounds=30"] + more
}
