import Backbones
import Cohorts
import Diagnostics
import Foundation
import Stacking
import Storage
import Tables
import Tensors
import Training

/// Computes the embeddings of one pretrained backbone, used as they are.
struct FrozenEmbeddingStage {
    let context: RunContext
    let embedding: RunConfiguration.FrozenEmbedding

    /// The embeddings, one row per lesion in the cohort's order.
    func run() throws -> StackInputs.Embeddings {
        let file = context.directory.embeddings(embedding.backbone)
        let weights = try context.weights(embedding.weights, of: embedding.backbone)
        let inputs = try context.dataInputs
            .with("embedding", embedding).with("weights", text: weights.sha256())
            .with("precision", text: context.runtime.forEmbeddings.resolvedPrecision.rawValue)
        try context.ledger.stage("images/\(embedding.backbone)/embeddings", inputs: inputs) {
            let matrix = try Embedder(
                backbone: embedding.backbone,
                weights: weights.url,
                size: embedding.size,
                mirrored: embedding.mirrored,
                runtime: context.embeddingRuntime()
            ).embed(context.cropSource(), progress: context.progress)
            try Folder.create(file.deletingLastPathComponent())
            try matrix.table(ids: context.cohort.ids).writeParquet(to: file)
            return [file]
        }
        return StackInputs.Embeddings(name: embedding.backbone, matrix: try FeatureMatrix(Table.readParquet(file)))
    }
}
