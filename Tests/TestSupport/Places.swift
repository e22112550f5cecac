public import Foundation

/// The folders that tests read from.
public enum Places {
    /// The root of the project.
    public static let project = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A committed fixture: `Tests/Fixtures/<path>`.
    public static func fixture(_ path: String) -> URL {
        project.appending(path: "Tests/Fixtures/\(path)")
    }

    /// Real data and exact cases that stand beside the project and are never committed: `../shared/<path>`.
    public static func shared(_ path: String) -> URL {
        project.deletingLastPathComponent().appending(path: "shared/\(path)")
    }

    /// Whether `../shared/<path>` is there. Tests that need it are skipped, saying so, where it is not.
    public static func hasShared(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: shared(path).path)
    }

    /// The command-line tool that was built beside the running tests.
    public static var tool: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "cygnet")
    }

    /// Calls `body` with a new empty folder and removes the folder afterwards.
    public static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cygnet-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
