import Cohorts
import Diagnostics
import Foundation
import Randomness
import Stacking
import Storage
import Tables
import Training

/// Embeds lesions with every fold's fine-tuned model, so that the models' spaces can be laid on the frozen one.
///
/// Each model embeds lesions of the folds that it learned from: those of its own fold stay new to its alignment.
struct AlignmentStage {
    let context: RunContext
    let configuration: ImageModelConfiguration
    let folds: [Int]

    /// The embedded lesions, one sample for each fold's model.
    func run() throws -> [StackInputs.AlignmentSample] {
        let name = configuration.backbone
        let file = context.directory.imageAlignment(name)
        let samples = samples
        let inputs = try context.dataInputs
            .with("lesions", context.configuration.stack.alignmentLesions)
            .with("seed", text: "\(context.configuration.seed)")
            .with("model", text: context.ledger.outputs(of: "images/\(name)"))
        try context.ledger.stage("images/\(name)/alignment", inputs: inputs) {
            try embed(samples).writeParquet(to: file)
            return [file]
        }
        let table = try Table.readParquet(file)
        let models = try table.doubles("fold").map { Int($0) }
        let embeddings = try FeatureMatrix(table, skipping: ["isic_id", "fold"])
        return samples.enumerated().map { fold, rows in
            StackInputs.AlignmentSample(
                rows: rows,
                embeddings: embeddings.select(rows: models.indices.filter { models[$0] == fold })
            )
        }
    }

    /// The lesions that each fold's model embeds, ascending.
    private var samples: [[Int]] {
        (0...(folds.max() ?? 0)).map { fold in
            let others = folds.indices.filter { folds[$0] != fold }
            var generator = SeededGenerator(seed: context.configuration.seed, keys: 0x616C_6967, UInt64(fold))
            let drawn = generator.permutation(of: others.count).prefix(context.configuration.stack.alignmentLesions)
            return drawn.sorted().map { others[$0] }
        }
    }

    private func embed(_ samples: [[Int]]) throws -> Table {
        var columns: [[Float]] = []
        for (fold, rows) in samples.enumerated() {
            let embeddings = try ImageModelPredictor(
                configuration: configuration,
                checkpoint: CrossValidatedImageModel.bestCheckpoint(
                    in: context.directory.imageModel(configuration.backbone),
                    fold: fold
                ),
                runtime: context.trainingRuntime()
            ).logitsAndEmbeddings(
                context.cropSource(),
                rows: rows,
                stage: "align \(configuration.backbone) fold \(fold)",
                progress: context.progress
            ).embeddings
            if columns.isEmpty { columns = embeddings.columns.map { _ in [] } }
            for (index, column) in embeddings.columns.enumerated() { columns[index] += column }
        }
        let count = samples.reduce(0) { $0 + $1.count }
        var table = Table(rowCount: count)
        try table.append("isic_id", .text(TextColumn(samples.joined().map { context.cohort.ids[$0] })))
        let models = samples.enumerated().flatMap { fold, rows in rows.map { _ in Int64(fold) } }
        try table.append("fold", .integer(models))
        for (index, column) in columns.enumerated() { try table.append("e\(index)", .float(column)) }
        return table
    }
}
