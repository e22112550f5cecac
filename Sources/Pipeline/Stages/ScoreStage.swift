import Cohorts
import Diagnostics
import Evaluation
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Judges the out-of-fold scores of the stack and of every image model.
struct ScoreStage {
    let context: RunContext
    let folds: [Int]
    let stack: StackScores
    let imageModels: [ImageModelResult]
    let repeats: FoldRepeats?

    func run() throws -> EvaluationReport {
        let table = context.directory.outOfFold
        let metrics = context.directory.metrics
        let inputs = try context.dataInputs.with("evaluation", context.configuration.evaluation)
            .with("stack", text: context.ledger.outputs(of: "stack"))
            .with("repeats", text: context.ledger.outputs(of: "repeats"))
        try context.ledger.stage("scores", inputs: inputs) {
            try scores().writeParquet(to: table)
            try JSONFile.write(report(), to: metrics)
            return [table, metrics]
        }
        return try JSONFile.read(EvaluationReport.self, from: metrics)
    }

    private func scores() throws -> Table {
        var table = Table(rowCount: context.cohort.ids.count)
        try table.append("isic_id", .text(TextColumn(context.cohort.ids)))
        try table.append("patient_id", .text(context.groups))
        try table.append("fold", .integer(folds.map(Int64.init)))
        try table.append("target", .integer(context.labels.map(Int64.init)))
        try table.append("score", .double(stack.scores))
        try table.append("probability", .double(stack.probabilities))
        for model in imageModels { try table.append("score_\(model.name)", .float(model.logits)) }
        return table
    }

    private func report() throws -> EvaluationReport {
        var report = try evaluate(stack.scores)
        for model in imageModels {
            let alone = try evaluate(model.logits.map(Double.init))
            for metric in ["pauc_80tpr", "auc"] {
                for end in ["", "_low", "_high"] { report["\(metric)_\(model.name)\(end)"] = alone["\(metric)\(end)"] }
            }
        }
        repeats?.add(to: &report)
        return report
    }

    private func evaluate(_ scores: [Double]) throws -> EvaluationReport {
        let replicates = context.configuration.evaluation.bootstrapReplicates
        return try Evaluation.evaluate(
            labels: context.labels,
            scores: scores,
            groups: RowGroups(codes: context.groups.codes),
            folds: folds,
            bootstrap: replicates > 0
                ? BootstrapConfiguration(replicates: replicates, seed: context.configuration.seed) : nil
        )
    }
}
