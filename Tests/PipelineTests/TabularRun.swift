import Foundation
import TestSupport

/// A run of the real tool on the small cohort, trained once for all tests of a process.
enum TabularRun {
    /// The folder of the finished run. Tests read it and never change it.
    static func folder() throws -> URL { try made.get() }

    /// The arguments of a training that takes a second or two.
    static func arguments(cohort: URL, run: URL, rounds: Int = 60) -> [String] {
        ["train", cohort.path, "--run", run.path, "--preset", "tabular", "--threads", "1"]
            + ["--set", "folds.count=3", "--set", "stack.bags=1", "--set", "stack.booster.rounds=\(rounds)"]
    }

    /// Runs the tool and expects success.
    static func tool(_ arguments: [String]) throws -> ToolRun {
        let run = try ToolRun(arguments)
        guard run.exitCode == 0 else { throw Failed(message: run.standardError) }
        return run
    }

    /// The tool ended with another code than 0.
    struct Failed: Error {
        let message: String
    }

    private static let place = FileManager.default.temporaryDirectory
        .appending(path: "cygnet-test-run-\(UUID().uuidString)")

    private static let made = Result {
        atexit { try? FileManager.default.removeItem(at: TabularRun.place) }
        _ = try tool(arguments(cohort: SmallCohort.folder(), run: place))
        return place
    }
}
