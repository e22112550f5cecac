public import Evaluation
import Foundation
public import Stacking

/// What a finished run scored and where its files are.
public struct TrainingSummary: Encodable, Sendable {
    /// The metrics of the out-of-fold scores.
    public let metrics: EvaluationReport
    /// What every mode of the stack is worth, where they were compared.
    public let comparison: StackComparison?
    /// The paths of the files that people look for first.
    public let files: [String: String]
    /// What the user should know about how the models were made.
    public let notes: [String]
    /// The wall time of this call in seconds.
    public let seconds: Double
    /// The largest resident memory in MiB.
    public let peakMemoryMiB: Int

    private let imageModels: [String]

    init(
        report: EvaluationReport,
        imageModels: [String],
        directory: RunDirectory,
        comparison: StackComparison?,
        record: RunRecord,
        elapsed: Duration
    ) {
        metrics = report
        self.imageModels = imageModels
        self.comparison = comparison
        files = [
            "metrics": directory.metrics.relativePath,
            "out-of-fold scores": directory.outOfFold.relativePath,
            "bundle": directory.bundle.relativePath,
            "model card": directory.modelCard.relativePath,
            "report": FileManager.default.fileExists(atPath: directory.report.path)
                ? directory.report.relativePath : nil,
        ].compactMapValues { $0 }
        notes = record.notes
        seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        peakMemoryMiB = record.peakMemoryMib
    }

    private enum CodingKeys: CodingKey {
        case metrics, comparison, files, notes, seconds, peakMemoryMiB
    }

    /// The metrics and the paths as text.
    public var text: String {
        let width = files.keys.map(\.count).max() ?? 0
        let paths = files.sorted { $0.key < $1.key }.map { name, path in
            name + String(repeating: " ", count: width - name.count + 2) + path
        }
        let end = String(format: "%.0f s, peak memory %d MiB", seconds, peakMemoryMiB)
        let modes = comparison.map { ["", "Modes of the stack, out of fold", $0.text] } ?? []
        return
            (["Out-of-fold scores", metrics.textTable] + alone + modes + ["", paths.joined(separator: "\n"), "", end])
            .joined(separator: "\n")
    }
}

extension TrainingSummary {
    /// What every fine-tuned model is worth without the stack.
    private var alone: [String] {
        let rows = imageModels.compactMap { name -> String? in
            guard let partial = value("pauc_80tpr_\(name)"), let whole = value("auc_\(name)") else { return nil }
            return "\(name)  pAUC above 80 % sensitivity \(partial), AUC \(whole)"
        }
        return rows.isEmpty ? [] : ["", "Image models alone, out of fold"] + rows
    }

    private func value(_ key: String) -> String? {
        guard let value = metrics[key] else { return nil }
        let text = String(format: "%.4f", value)
        guard let low = metrics["\(key)_low"], let high = metrics["\(key)_high"] else { return text }
        return text + String(format: " (%.4f to %.4f)", low, high)
    }
}
