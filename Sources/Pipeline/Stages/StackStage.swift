import Cohorts
import Diagnostics
import Evaluation
import Features
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Stacks everything with gradient boosting, fold by fold.
struct StackStage {
    let context: RunContext
    let folds: [Int]
    let features: FeatureMatrix
    let embeddings: [StackInputs.Embeddings]
    let imageModels: [ImageModelResult]

    /// The out-of-fold scores and probabilities, one per lesion in the cohort's order.
    func run() throws -> StackScores {
        let folder = context.directory.stack
        let file = context.directory.stackOutOfFold
        let earlier = ["folds", "features"] + context.configuration.imageStageNames
        let inputs = try earlier.reduce(
            context.dataInputs.with("stack", context.configuration.stack)
                .with("seed", text: "\(context.configuration.seed)")
                .with("embeddings", context.ledger.record.embeddings)
        ) { $0.with($1, text: context.ledger.outputs(of: $1)) }
        try context.ledger.stage("stack", inputs: inputs) {
            let stackInputs = StackInputs(context, features, embeddings, imageModels, folds: folds)
            var configuration = context.configuration.stack
            var trained: URL?
            if configuration.mode == .auto {
                configuration.mode = try compare(stackInputs, hash: inputs.digest()).picked
                trained = context.directory.stackModes
            }
            let result = try Stack(configuration: configuration, seed: context.configuration.seed).fit(
                stackInputs,
                labels: context.labels,
                folds: folds,
                into: folder,
                inputsHash: inputs.digest(),
                trained: trained,
                threads: context.runtime.resolvedThreads,
                progress: context.progress
            )
            var table = Table(rowCount: context.cohort.ids.count)
            try table.append("isic_id", .text(TextColumn(context.cohort.ids)))
            try table.append("score", .double(result.outOfFoldScores))
            try table.append("probability", .double(result.outOfFoldProbabilities))
            try table.writeParquet(to: file)
            let written = try FileManifest.make(folder: folder).files.keys.sorted()
            let compared = trained == nil ? [] : [context.directory.stackComparison]
            return [file] + compared + written.map { folder.appending(path: $0) }.filter { $0 != file }
        }
        let table = try Table.readParquet(file)
        return StackScores(scores: try table.doubles("score"), probabilities: try table.doubles("probability"))
    }

    /// Tries every mode and writes what each is worth.
    private func compare(_ inputs: StackInputs, hash: String) throws -> StackComparison {
        let replicates = context.configuration.evaluation.bootstrapReplicates
        let comparison = try Stack(configuration: context.configuration.stack, seed: context.configuration.seed)
            .compare(
                inputs,
                labels: context.labels,
                folds: folds,
                into: context.directory.stackModes,
                inputsHash: hash,
                bootstrap: replicates > 0
                    ? BootstrapConfiguration(replicates: replicates, seed: context.configuration.seed) : nil,
                threads: context.runtime.resolvedThreads,
                progress: context.progress
            )
        try JSONFile.write(comparison, to: context.directory.stackComparison)
        context.progress(.message("stack: the inner split prefers \(comparison.picked.rawValue)"))
        return comparison
    }
}

extension StackInputs {
    /// What the stack of a run learns from; `folds` are those of the image models.
    init(
        _ context: RunContext,
        _ features: FeatureMatrix,
        _ embeddings: [StackInputs.Embeddings],
        _ imageModels: [ImageModelResult],
        folds: [Int]
    ) {
        self.init(
            ids: context.cohort.ids,
            groups: context.groups,
            features: features,
            metadata: context.cohort.table,
            frozenEmbeddings: embeddings,
            imageModels: imageModels.map { $0.stackInput(folds: folds) }
        )
    }
}

extension RunContext {
    /// What every mode of the stack is worth, where the run compared them.
    func stackComparison() throws -> StackComparison? {
        guard configuration.stack.mode == .auto else { return nil }
        return try JSONFile.read(StackComparison.self, from: directory.stackComparison)
    }
}

/// The stack's out-of-fold opinion of every lesion.
struct StackScores {
    /// Log odds, of one scale over all folds: what is ranked.
    let scores: [Double]
    /// Cross-fitted calibrated probabilities. Every fold has its own calibrator, so they are never ranked over folds.
    let probabilities: [Double]
}
