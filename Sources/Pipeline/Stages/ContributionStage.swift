import Cohorts
import Exploration
import Foundation
import Randomness
import Stacking
import Tables
import Training

/// Keeps how features moved the out-of-fold scores of a sample of lesions, for the report.
struct ContributionStage {
    let context: RunContext
    let folds: [Int]
    let features: FeatureMatrix
    let embeddings: [StackInputs.Embeddings]
    let imageModels: [ImageModelResult]
    /// The out-of-fold scores.
    let scores: [Double]

    /// The benign lesions drawn beside the malignant ones, of which no more are taken either.
    private static let drawn = 1000
    /// The features kept for every lesion of the sample, and those kept for each lesion because they moved it most.
    private static let kept = (overall: 15, single: 4)

    func run() throws {
        let file = context.directory.contributions
        let inputs = context.dataInputs.with("stack", text: context.ledger.outputs(of: "stack"))
        try context.ledger.stage("contributions", inputs: inputs) {
            let rows = sample
            let reasons = try FittedStack.load(context.directory.stack).outOfFoldContributions(
                StackInputs(context, features, embeddings, imageModels, folds: folds),
                folds: folds,
                rows: rows,
                threads: context.runtime.resolvedThreads
            )
            try table(rows, reasons).writeParquet(to: file)
            return [file]
        }
    }

    /// Lesions of each class at random, and the benign ones with the highest scores, which the report explains one by one.
    private var sample: [Int] {
        var generator = SeededGenerator(seed: context.configuration.seed, keys: 0x7368_6170)
        let chosen = [1, 0].flatMap { label in
            let rows = context.labels.indices.filter { context.labels[$0] == label }
            return generator.permutation(of: rows.count).prefix(Self.drawn).map { rows[$0] }
        }
        let raised = context.labels.indices.filter { context.labels[$0] == 0 }
            .sorted { (scores[$1], $1) < (scores[$0], $0) }.prefix(FailureFindings.mostRaised)
        return Set(chosen + raised).sorted()
    }

    /// `isic_id`, `feature`, `contribution` (log odds), `value`: the leading features of all lesions, zeros included, and
    /// each lesion's own.
    private func table(_ rows: [Int], _ reasons: [[Reason]]) throws -> Table {
        var sizes: [String: Double] = [:]
        for reason in reasons.joined() { sizes[reason.feature, default: 0] += abs(reason.contribution) }
        let leading = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.kept.overall).map(\.key)
        let columns = Dictionary(uniqueKeysWithValues: features.names.enumerated().map { ($1, $0) })
        var ids: [String?] = []
        var names: [String?] = []
        var contributions: [Double] = []
        var values: [Double] = []
        for (row, reasons) in zip(rows, reasons) {
            let ofFeature = Dictionary(uniqueKeysWithValues: reasons.map { ($0.feature, $0.contribution) })
            let own = reasons.prefix(Self.kept.single).map(\.feature).filter { !leading.contains($0) }
            for name in leading + own {
                ids.append(context.cohort.ids[row])
                names.append(name)
                contributions.append(ofFeature[name] ?? 0)
                values.append(columns[name].map { Double(features.columns[$0][row]) } ?? .nan)
            }
        }
        return try Table([
            ("isic_id", .text(TextColumn(ids))), ("feature", .text(TextColumn(names))),
            ("contribution", .double(contributions)), ("value", .double(values)),
        ])
    }
}
