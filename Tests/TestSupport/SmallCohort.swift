public import Foundation

/// A small synthetic cohort that the real tool makes once for all tests of a process: 24 patients, 240 lesions, 30 of them
/// malignant, crops as files, and a fifth of the patients held out as test files.
public enum SmallCohort {
    /// The folder of the cohort. Tests read it and never change it.
    public static func folder() throws -> URL { try made.get() }

    /// Calls `body` with a copy of the cohort whose training metadata was changed; the copy is removed afterwards.
    public static func withCopy<Result>(
        changing change: (inout CSVRows) throws -> Void = { _ in },
        _ body: (URL) throws -> Result
    ) throws -> Result {
        try Places.withTemporaryFolder { temporary in
            let copy = temporary.appending(path: "cohort")
            try FileManager.default.copyItem(at: folder(), to: copy)
            let metadata = copy.appending(path: "train-metadata.csv")
            var rows = try CSVRows(metadata)
            try change(&rows)
            try rows.write(to: metadata)
            return try body(copy)
        }
    }

    /// The crop of a training lesion in a cohort's folder.
    public static func crop(_ id: String, in cohort: URL) -> URL {
        cohort.appending(path: "train-image/image/\(id).jpg")
    }

    private static let place = FileManager.default.temporaryDirectory
        .appending(path: "cygnet-test-cohort-\(UUID().uuidString)")

    private static let made = Result {
        atexit { try? FileManager.default.removeItem(at: SmallCohort.place) }
        let run = try ToolRun([
            "synthesize", place.path, "--patients", "24", "--lesions", "240", "--malignant", "30", "--images", "files",
            "--test", "0.2",
        ])
        guard run.exitCode == 0 else { throw CannotMake(message: run.standardError) }
        return place
    }

    /// Why there is no cohort.
    struct CannotMake: Error {
        let message: String
    }
}
