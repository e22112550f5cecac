import Diagnostics
import Foundation
import Networks
import Storage
import Tensors

/// What is left behind after every epoch, and how a training goes on from it.
extension TrainingSession {
    /// Saves the weights that are kept first and the state last: whatever a killed process leaves can be continued.
    mutating func save(keepsWeights: Bool) throws {
        state.scaler = try scaler.state()
        state.averagedSteps = average?.steps ?? 0
        let files = trainer.folder
        if keepsWeights {
            let kept = average?.namedTensors ?? store.namedTensors
            try Safetensors.write(kept, metadata: [:], to: files.appending(path: FoldFiles.best))
        }
        try log(files)
        let json = String(decoding: try JSONFile.data(state), as: UTF8.self)
        let tensors =
            store.namedTensors.map { (name: Prefix.model + $0.name, tensor: $0.tensor) }
            + optimizer.state().map { (name: Prefix.optimizer + $0.name, tensor: $0.tensor) }
            + (average?.namedTensors ?? []).map { (name: Prefix.average + $0.name, tensor: $0.tensor) }
        try Safetensors.write(tensors, metadata: [Prefix.state: json], to: files.appending(path: FoldFiles.last))
        try AtomicFile.write(json, to: files.appending(path: FoldFiles.state))
    }

    /// Writes `metrics.jsonl` and the last epoch's TensorBoard events.
    private func log(_ files: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let lines = try state.history.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try AtomicFile.write(lines.joined(), to: files.appending(path: FoldFiles.metrics))
        guard let metrics = state.history.last else { return }
        let folder = files.appending(path: FoldFiles.events)
        try Folder.create(folder)
        let events = EventFile(time: Date().timeIntervalSince1970, step: metrics.steps, scalars: metrics.scalars)
        try AtomicFile.write(events.bytes, to: folder.appending(path: EventFile.name(number: metrics.epoch)))
    }

    /// Continues from the last finished epoch; returns whether there was one of the same inputs.
    mutating func restore(progress: Diagnostics.Progress) throws -> Bool {
        let url = trainer.folder.appending(path: FoldFiles.last)
        guard FileManager.default.fileExists(atPath: url.path) else { return false }
        let file = try SafetensorsFile(url)
        guard let json = file.metadata[Prefix.state],
            let saved = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8)),
            saved.inputs == trainer.inputs
        else {
            progress(.message("\(trainer.folder.lastPathComponent): the checkpoint is of other inputs; training anew"))
            return false
        }
        func tensors(_ prefix: String) throws -> [String: Tensor] {
            var found: [String: Tensor] = [:]
            for name in file.names where name.hasPrefix(prefix) {
                found[String(name.dropFirst(prefix.count))] = try file.tensor(name)
            }
            return found
        }
        let parameters = try tensors(Prefix.model).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        try store.load(Checkpoint(parameters, origin: url.relativePath))
        try optimizer.restore(tensors(Prefix.optimizer))
        try average?.restore(tensors(Prefix.average), steps: saved.averagedSteps)
        if let scalerState = saved.scaler { try scaler.restore(scalerState) }
        state = saved
        return true
    }

    /// How the tensors and the state are named in the file.
    private enum Prefix {
        static let model = "model."
        static let optimizer = "optimizer."
        static let average = "average."
        static let state = "state"
    }
}

extension EpochMetrics {
    /// The numbers of the epoch under the names that TensorBoard groups them by.
    var scalars: [EventFile.Scalar] {
        var scalars = [
            EventFile.Scalar("loss/train", loss),
            EventFile.Scalar("inner/auc", auc),
            EventFile.Scalar("inner/pauc_80tpr", partialAUC),
            EventFile.Scalar("learning_rate/head", learningRate),
            EventFile.Scalar("learning_rate/backbone", backboneLearningRate),
            EventFile.Scalar("gradient/scale", gradientScale),
            EventFile.Scalar("gradient/skipped_steps", Double(skippedSteps)),
            EventFile.Scalar("sampler/benign_coverage", benignCoverage),
            EventFile.Scalar("sampler/malignant_passes", malignantPasses),
        ]
        if let gradientNorm { scalars.append(EventFile.Scalar("gradient/norm", gradientNorm)) }
        return scalars
    }
}
