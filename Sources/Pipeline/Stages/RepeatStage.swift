import Cohorts
import Diagnostics
import Evaluation
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Trains the stack again on other deals of the patients: how much of the score is the luck of one deal?
///
/// Image models are not trained again. Their scores stay those of models that never saw the lesion.
struct RepeatStage {
    let context: RunContext
    let folds: [Int]
    let features: FeatureMatrix
    let embeddings: [StackInputs.Embeddings]
    let imageModels: [ImageModelResult]
    /// The out-of-fold scores of the first deal.
    let first: [Double]

    /// The metrics of every deal, the first among them; nil where there is only that one.
    func run() throws -> FoldRepeats? {
        let configuration = context.configuration.folds
        guard configuration.repeats > 1, configuration.scheme == .patient else { return nil }
        let file = context.directory.repeats.appending(path: "metrics.json")
        let inputs = try context.dataInputs.with("repeats", configuration)
            .with("stack", text: context.ledger.outputs(of: "stack"))
        try context.ledger.stage("repeats", inputs: inputs) {
            var repeats = FoldRepeats()
            try repeats.append(seed: configuration.seed, labels: context.labels, scores: first)
            for index in 1..<configuration.repeats {
                var deal = configuration
                deal.seed = configuration.seed &+ UInt64(index)
                context.progress(.message("folds of seed \(deal.seed)"))
                let scores = try train(deal, hash: inputs.digest())
                try repeats.append(seed: deal.seed, labels: context.labels, scores: scores)
            }
            try Folder.create(context.directory.repeats)
            try JSONFile.write(repeats, to: file)
            return [file]
        }
        return try JSONFile.read(FoldRepeats.self, from: file)
    }

    private func train(_ deal: RunConfiguration.Folds, hash: String) throws -> [Double] {
        var configuration = context.configuration.stack
        if let picked = try context.stackComparison()?.picked { configuration.mode = picked }
        return try Stack(configuration: configuration, seed: context.configuration.seed).fit(
            StackInputs(context, features, embeddings, imageModels, folds: folds),
            labels: context.labels,
            folds: FoldAssignment.make(cohort: context.cohort, configuration: deal),
            into: context.directory.repeats.appending(path: "seed\(deal.seed)"),
            inputsHash: "\(hash) \(deal.seed)",
            threads: context.runtime.resolvedThreads,
            progress: context.progress
        ).outOfFoldScores
    }
}

/// The metrics of the same stack on several deals of the patients.
struct FoldRepeats: Codable {
    /// One deal.
    struct Deal: Codable {
        let seed: UInt64
        let partialAUC: Double
        let auc: Double
    }

    private(set) var deals: [Deal] = []

    mutating func append(seed: UInt64, labels: [Int], scores: [Double]) throws {
        let labelled = try LabelledScores(labels: labels, scores: scores)
        let curve = ROCCurve(labelled)
        deals.append(Deal(seed: seed, partialAUC: curve.partialArea(aboveTPR: 0.8), auc: curve.area))
    }

    /// Adds the mean and the standard deviation (n - 1) over the deals.
    func add(to report: inout EvaluationReport) {
        report["repeats"] = Double(deals.count)
        for (key, values) in [("pauc_80tpr", deals.map(\.partialAUC)), ("auc", deals.map(\.auc))] {
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            report["\(key)_repeat_mean"] = mean
            report["\(key)_repeat_sd"] = (squares / Double(values.count - 1)).squareRoot()
        }
    }
}
