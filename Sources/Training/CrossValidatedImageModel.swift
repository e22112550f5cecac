public import Diagnostics
public import Foundation
public import Tables

/// One backbone, fine-tuned once per fold on the other folds; every lesion is scored by the model that never saw it.
public struct CrossValidatedImageModel {
    private let configuration: ImageModelConfiguration
    private let weights: URL?
    private let seed: UInt64
    private let inputs: String
    private let folder: URL
    private let runtime: TrainingRuntime

    /// Describes the models.
    ///
    /// - Parameters:
    ///   - configuration: How the backbone is fine-tuned.
    ///   - weights: The pretrained weights, or nil for timm's initialisation.
    ///   - seed: The seed of everything random.
    ///   - inputs: The hash of everything the models depend on: checkpoints of other inputs are not continued.
    ///   - folder: Where `fold<k>/` is kept.
    ///   - runtime: What computes.
    public init(
        configuration: ImageModelConfiguration,
        weights: URL?,
        seed: UInt64,
        inputs: String,
        folder: URL,
        runtime: TrainingRuntime
    ) {
        self.configuration = configuration
        self.weights = weights
        self.seed = seed
        self.inputs = inputs
        self.folder = folder
        self.runtime = runtime
    }

    /// The out-of-fold logits and embeddings of every lesion.
    public struct Scores {
        /// One logit per lesion.
        public let logits: [Float]
        /// The embeddings of the held-out fold's model. Spaces of different folds do not correspond.
        public let embeddings: FeatureMatrix

        /// The scores as a table: `isic_id`, `fold`, `logit`, `e0`, `e1` ...
        public func table(ids: [String], folds: [Int]) throws -> Table {
            var table = Table(rowCount: ids.count)
            try table.append("isic_id", .text(TextColumn(ids)))
            try table.append("fold", .integer(folds.map(Int64.init)))
            try table.append("logit", .float(logits))
            for (name, column) in zip(embeddings.names, embeddings.columns) { try table.append(name, .float(column)) }
            return table
        }
    }

    /// Trains what is not trained yet and scores every lesion.
    ///
    /// - Parameters:
    ///   - source: The crops.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - groups: The patient of every lesion.
    ///   - folds: The fold of every lesion, from 0.
    ///   - progress: Where progress goes.
    public func train(
        on source: CropSource,
        labels: [Int],
        groups: TextColumn,
        folds: [Int],
        progress: Diagnostics.Progress
    ) throws -> Scores {
        var logits = [Float](repeating: .nan, count: labels.count)
        var columns: [[Float]] = []
        let crops = try CropSupply(
            source.centred(configuration.centreShare),
            placement: runtime.crops,
            device: runtime.device,
            workers: runtime.threads,
            progress: progress
        )
        for fold in 0...(folds.max() ?? 0) {
            let split = try InnerSplit(
                folds: folds,
                heldOut: fold,
                labels: labels,
                groups: groups,
                share: configuration.innerShare,
                benignLimit: configuration.innerBenignLimit,
                seed: seed
            )
            try FoldTrainer(
                configuration: configuration,
                weights: weights,
                seed: seed,
                inputs: inputs,
                fold: fold,
                folder: Self.folder(in: folder, fold: fold),
                runtime: runtime
            ).train(on: crops, labels: labels, split: split, progress: progress)
            let heldOut = folds.indices.filter { folds[$0] == fold }
            let scores = try ImageModelPredictor(
                configuration: configuration,
                checkpoint: Self.bestCheckpoint(in: folder, fold: fold),
                runtime: runtime
            ).scores(crops, rows: heldOut, stage: "score \(configuration.backbone) fold \(fold)", progress: progress)
            if columns.isEmpty {
                columns = scores.columns.map { _ in [Float](repeating: .nan, count: labels.count) }
            }
            for (position, row) in heldOut.enumerated() {
                logits[row] = scores.logits[position]
                for column in columns.indices { columns[column][row] = scores.columns[column][position] }
            }
        }
        let names = columns.indices.map { "e\($0)" }
        return Scores(
            logits: logits,
            embeddings: try FeatureMatrix(names: names, columns: columns, rowCount: labels.count)
        )
    }

    /// The checkpoints that the finished models left.
    public func checkpoints(folds: [Int]) -> [URL] {
        Set(folds).sorted().map { Self.bestCheckpoint(in: folder, fold: $0) }
    }

    /// The weights of the epoch that a fold keeps.
    public static func bestCheckpoint(in folder: URL, fold: Int) -> URL {
        Self.folder(in: folder, fold: fold).appending(path: FoldFiles.best)
    }

    private static func folder(in folder: URL, fold: Int) -> URL {
        folder.appending(path: "fold\(fold)")
    }
}
