import Cohorts
import Diagnostics
import Foundation
import Stacking
import Tables
import Training

/// Fine-tunes one backbone on every fold's other folds and scores the held-out fold.
struct ImageModelStage {
    let context: RunContext
    let configuration: ImageModelConfiguration
    let folds: [Int]

    /// The out-of-fold logits, one per lesion in the cohort's order.
    func run() throws -> ImageModelResult {
        let name = configuration.backbone
        let file = context.directory.imageOutOfFold(name)
        let weights =
            configuration.weights == "none" ? nil : try context.weights(configuration.weights, of: name)
        let inputs = try context.dataInputs
            .with("model", configuration).with("weights", text: weights?.sha256() ?? "none")
            .with("seed", text: "\(context.configuration.seed)")
            .with("folds", text: context.ledger.outputs(of: "folds"))
            .with("precision", text: context.ledger.record.precision)
        try context.ledger.stage("images/\(name)", inputs: inputs) {
            let model = try CrossValidatedImageModel(
                configuration: configuration,
                weights: weights?.url,
                seed: context.configuration.seed,
                inputs: inputs.digest(),
                folder: context.directory.imageModel(name),
                runtime: context.trainingRuntime()
            )
            let scores = try model.train(
                on: context.cropSource(),
                labels: context.labels,
                groups: context.groups,
                folds: folds,
                progress: context.progress
            )
            try scores.table(ids: context.cohort.ids, folds: folds).writeParquet(to: file)
            return [file] + model.checkpoints(folds: folds)
        }
        let table = try Table.readParquet(file)
        var result = ImageModelResult(name: name, logits: try table.doubles("logit").map { Float($0) })
        if context.configuration.alignsEmbeddings {
            result.embeddings = try FeatureMatrix(table, skipping: ["isic_id", "fold", "logit"])
            result.alignmentSamples = try AlignmentStage(context: context, configuration: configuration, folds: folds)
                .run()
        }
        return result
    }
}

/// The out-of-fold scores of one fine-tuned backbone.
struct ImageModelResult {
    let name: String
    let logits: [Float]
    /// Embeddings by the model that scored the lesion, where the stack uses them.
    var embeddings: FeatureMatrix?
    /// What each fold's model is aligned by, where the stack uses embeddings.
    var alignmentSamples: [StackInputs.AlignmentSample] = []

    /// What the stack learns from, where the models' folds are `folds`.
    func stackInput(folds: [Int]) -> StackInputs.ImageModel {
        StackInputs.ImageModel(
            name: name,
            outOfFoldLogits: logits,
            embeddings: embeddings,
            foldModels: folds,
            alignmentSamples: alignmentSamples
        )
    }
}
