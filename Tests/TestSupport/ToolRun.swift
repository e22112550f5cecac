import Dispatch
public import Foundation

/// What a run of the command-line tool printed and how it ended.
public struct ToolRun: Sendable {
    /// What it wrote to standard output.
    public let standardOutput: String
    /// What it wrote to standard error.
    public let standardError: String
    /// Its exit code, or the signal's number plus 128 where a signal ended it.
    public let exitCode: Int32

    /// Runs the real binary with `arguments` and waits for its end.
    public init(_ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil) throws {
        let process = Process()
        process.executableURL = Places.tool
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        let output = Pipe()
        let error = Pipe()
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both pipes are drained at once: a full pipe would stop the tool.
        let drained = DispatchGroup()
        let errorBytes = Box()
        drained.enter()
        DispatchQueue.global().async {
            errorBytes.data = error.fileHandleForReading.readDataToEndOfFile()
            drained.leave()
        }
        let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
        drained.wait()
        process.waitUntilExit()
        standardOutput = String(decoding: outputBytes, as: UTF8.self)
        standardError = String(decoding: errorBytes.data, as: UTF8.self)
        exitCode =
            process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    }
}

/// Carries bytes from the reading thread; the dispatch group orders the accesses.
private final class Box: @unchecked Sendable {
    var data = Data()
}
