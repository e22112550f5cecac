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
        let directory = context.directory
        let families = FeatureFamilies(context.ledger.record)
        let inputs = try context.dataInputs.with("importance", settings)
            .with("stack", text: context.ledger.outputs(of: "stack"))
        try context.ledger.stage("importance", inputs: inputs) {
            let importance = try FittedStack.load(directory.stack).importance(
                StackInputs(context, features, embeddings, imageModels, folds: folds),
                labels: context.labels,
                folds: folds,
                family: families.name,
                shuffling: ShufflingConfiguration(
                    features: settings.importanceFeatures,
                    lesions: settings.importanceLesions,
                    seed: context.configuration.seed
                ),
                threads: context.runtime.resolvedThreads,
                progress: context.progress
            )
            try Self.table(importance.features).writeCSV(to: directory.importance)
            try Self.table(importance.families).writeCSV(to: directory.familyImportance)
            return [directory.importance, directory.familyImportance]
        }
    }

    private static func table(_ features: [FeatureImportance]) throws -> Table {
        try Table(
            [
                ("feature", .text(TextColumn(features.map(\.feature)))),
                ("family", .text(TextColumn(features.map(\.family)))),
                ("gain_share", .double(features.map(\.gainShare))), ("splits", .double(features.map(\.splits))),
            ] + drops(features.map(\.drop))
        )
    }

    private static func table(_ families: [FamilyImportance]) throws -> Table {
        try Table(
            [
                ("family", .text(TextColumn(families.map(\.family)))),
                ("features", .integer(families.map { Int64($0.features) })),
                ("gain_share", .double(families.map(\.gainShare))),
            ] + drops(families.map(\.drop))
        )
    }

    /// NaN where nothing was shuffled.
    private static func drops(_ drops: [ShufflingDrop?]) -> [(String, Column)] {
        [
            ("auc_drop", .double(drops.map { $0?.auc ?? .nan })),
            ("pauc_80tpr_drop", .double(drops.map { $0?.partialAUC ?? .nan })),
        ]
    }
}
