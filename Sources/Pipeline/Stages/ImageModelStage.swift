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
        return try ImageModelResult(name: name, table: Table.readParquet(file))
    }
}

/// The out-of-fold logits of one fine-tuned backbone.
struct ImageModelResult {
    let name: String
    let logits: [Float]

    init(name: String, table: Table) throws {
        self.name = name
        logits = try table.doubles("logit").map { Float($0) }
    }
}
