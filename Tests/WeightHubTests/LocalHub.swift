import Foundation
import TestSupport

@testable import WeightHub

/// The misbehaving hub of `Tests/Fixtures/WeightHub/hub.py`, with a cache of its own.
final class LocalHub {
    /// What it serves: 150,000 bytes without a pattern that a cut would keep.
    static let content = Data((0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })

    let folder: URL
    let endpoint: String
    private let process = Process()
    private let input = Pipe()

    init(in folder: URL) throws {
        self.folder = folder
        try Self.content.write(to: folder.appending(path: "model.safetensors"))
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Places.fixture("WeightHub/hub.py").path, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        let port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        endpoint = "http://127.0.0.1:\(port)"
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    var environment: [String: String] {
        ["HF_ENDPOINT": endpoint, "HF_HUB_CACHE": folder.appending(path: "cache").path, "HOME": folder.path]
    }

    /// A hub's client that does not wait between attempts.
    func hub(_ more: [String: String] = [:], attempts: Int = 5) throws -> WeightHub {
        let settings = try HubSettings(environment: environment.merging(more) { $1 })
        return WeightHub(settings, client: HubClient(settings: settings, attempts: attempts, firstDelay: 0))
    }

    /// The requests so far: method, path, range, authorization.
    func requests() throws -> [[String]] {
        let text = try String(contentsOf: folder.appending(path: "requests.txt"), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 3).map(String.init) }
    }
}
