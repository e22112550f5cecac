import Cohorts
import Diagnostics
import Evaluation
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Measures what each feature is worth to the stack, most used first.
struct ImportanceStage {
    let context: RunContext
    let folds: [Int]
    let features: FeatureMatrix
    let embeddings: [StackInputs.Embeddings]
    let imageModels: [ImageModelResult]

    func run() throws {
        let settings = context.configuration.evaluation
        let file = context.directory.importance
        let inputs = try context.dataInputs.with("importance", settings)
            .with("stack", text: context.ledger.outputs(of: "stack"))
        try context.ledger.stage("importance", inputs: inputs) {
            let stage = "importance"
            context.progress(.started(stage: stage, total: settings.importanceFeatures, unit: "features"))
            let importance = try FittedStack.load(context.directory.stack).importance(
                StackInputs(context, features, embeddings, imageModels, folds: folds),
                labels: context.labels,
                folds: folds,
                shuffling: ShufflingConfiguration(
                    features: settings.importanceFeatures,
                    lesions: settings.importanceLesions,
                    seed: context.configuration.seed
                ),
                threads: context.runtime.resolvedThreads,
                advance: { context.progress(.advanced(stage: stage, completed: $0, note: "")) }
            )
            context.progress(.finished(stage: stage, summary: "\(importance.count) features"))
            try table(importance).writeCSV(to: file)
            return [file]
        }
    }

    private func table(_ importance: [FeatureImportance]) throws -> Table {
        try Table([
            ("feature", .text(TextColumn(importance.map(\.feature)))),
            ("gain_share", .double(importance.map(\.gainShare))), ("splits", .double(importance.map(\.splits))),
            ("auc_drop", .double(importance.map(\.aucDrop))),
            ("pauc_80tpr_drop", .double(importance.map(\.partialAUCDrop))),
        ])
    }
}
