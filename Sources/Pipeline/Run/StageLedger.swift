import Diagnostics
import Foundation
import Storage

/// Runs stages once: a stage whose inputs are unchanged and whose files are intact is not run again.
final class StageLedger {
    private let directory: RunDirectory
    private let progress: Diagnostics.Progress
    private(set) var record: RunRecord

    init(directory: RunDirectory, record: RunRecord, progress: Diagnostics.Progress) {
        self.directory = directory
        self.record = record
        self.progress = progress
    }

    /// Makes a stage's files, or leaves them when they are there, unchanged, and made from the same inputs.
    ///
    /// - Parameters:
    ///   - name: The name of the stage in `run.json`.
    ///   - inputs: Everything the stage's result depends on. The hashes of earlier stages belong to it.
    ///   - body: Does the work and returns the files it wrote.
    func stage(_ name: String, inputs: StageInputs, _ body: () throws -> [URL]) throws {
        let key = inputs.digest()
        if let done = record.stages[name], done.inputs == key, isIntact(done) {
            progress(.message("\(name): unchanged, kept"))
            return
        }
        let clock = ContinuousClock()
        let started = clock.now
        let files = try body()
        let duration = clock.now - started
        var outputs: [String: String] = [:]
        for file in files { outputs[directory.relativePath(of: file)] = try SHA256Digest.of(file: file).hex }
        record.stages[name] = RunRecord.Stage(
            inputs: key,
            outputs: outputs,
            seconds: Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        )
        try save()
    }

    /// Changes the record and saves it.
    func update(_ change: (inout RunRecord) -> Void) throws {
        change(&record)
        try save()
    }

    /// The hash of what a finished stage wrote, for the inputs of later stages.
    func outputs(of name: String) -> String {
        guard let stage = record.stages[name] else { return "" }
        return stage.outputs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    private func isIntact(_ stage: RunRecord.Stage) -> Bool {
        stage.outputs.allSatisfy { path, hash in
            (try? SHA256Digest.of(file: directory.root.appending(path: path)).hex) == hash
        }
    }

    private func save() throws {
        record.peakMemoryMib = max(record.peakMemoryMib, ProcessMemory.peakMiB)
        try record.write(to: directory)
    }
}

/// What a stage depends on, reduced to one hash.
struct StageInputs {
    private var parts: [String] = []

    /// Adds a configuration.
    func with(_ name: String, _ value: some Encodable) throws -> StageInputs {
        let json = try ConfigurationTree.encoder.encode(value)
        return with(name, text: String(decoding: json, as: UTF8.self))
    }

    /// Adds a text, often the hash of a file.
    func with(_ name: String, text: String) -> StageInputs {
        var copy = self
        copy.parts.append("\(name): \(text)")
        return copy
    }

    func digest() -> String {
        SHA256Digest.of(parts.joined(separator: "\n")).hex
    }
}
