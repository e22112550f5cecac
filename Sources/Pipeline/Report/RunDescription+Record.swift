import Evaluation
import Exploration
import Features
import Foundation
import Stacking
import Storage
import Training

extension RunDescription {
    /// Describes a run by its record.
    ///
    /// - Throws: `StorageError` where the metrics are missing or damaged.
    init(_ directory: RunDirectory, record: RunRecord) throws {
        let configuration = record.configuration
        let metrics = try JSONFile.read(EvaluationReport.self, from: directory.metrics)
        self.init(
            versions: [("Cygnet", record.versions.cygnet), ("LightGBM", record.versions.lightgbm)]
                + (record.versions.torch.map { [("libtorch", $0)] } ?? []),
            data: record.data.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
                + record.embeddings.map { ("embeddings \($0.name)", $0.sha256) },
            foldsHash: record.stages["folds"]?.outputs["folds.csv"] ?? "unknown",
            groupColumn: record.groupColumn,
            folds: configuration.folds.scheme == .hospital
                ? "one fold per hospital" : "\(configuration.folds.count) stratified folds that share no patient",
            models: Self.models(configuration),
            notes: record.notes,
            excludedColumns: configuration.excludedColumns,
            seed: configuration.seed,
            computing: "\(record.threads) \(record.threads == 1 ? "thread" : "threads"), \(record.precision)",
            metrics: metrics.textTable
        )
    }

    private static func models(_ configuration: RunConfiguration) -> [String] {
        // Weights are named without the folder that they lie in.
        func weights(_ name: String) -> String {
            name.contains("/") && !name.hasPrefix("hf-hub:") ? URL(filePath: name).lastPathComponent : name
        }
        let images = configuration.imageModels.map {
            "\($0.backbone), \($0.size) px, fine-tuned fold by fold, weights: \(weights($0.weights))"
        }
        let frozen = configuration.frozenEmbeddings.map {
            "\($0.backbone), \($0.size) px, frozen embeddings, weights: \(weights($0.weights))"
        }
        let tabular =
            configuration.tabularFeatures
            ? ["tabular features (\(configuration.featureFamily.rawValue)), compared with the patient's other lesions"]
            : []
        let pixels = configuration.measuresPixels ? ["ABCD criteria measured on the pixels"] : []
        return images + frozen + tabular + pixels
            + [
                "LightGBM over all of it (\(configuration.stack.mode.rawValue)), \(configuration.stack.bags) \(configuration.stack.bags == 1 ? "booster" : "boosters") per fold"
            ]
    }
}
