import ArgumentParser
import Evaluation
import Foundation
import Pipeline

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judges the scores in a CSV or Parquet file: partial AUC above 80 % sensitivity, AUC and intervals.",
        discussion: """
            Example:
              cygnet evaluate scores.csv --target target --score score --group patient_id --fail-under pauc_80tpr=0.15
            """
    )

    @Argument(help: "A CSV or Parquet file.")
    var file: String

    @Option(help: "The column of labels: 1 is malignant, 0 is not.")
    var target: String

    @Option(help: "The column of scores: higher is more suspicious.")
    var score: String

    @Option(help: "The column of patients, whose lesions are resampled together.")
    var group: String?

    @Option(help: "The column of folds, for the mean over folds.")
    var fold: String?

    @Option(help: "The number of bootstrap replicates; 0 gives no intervals.")
    var bootstrap = 2000

    @Option(help: "The seed of the bootstrap.")
    var seed: UInt64 = 42

    @Option(help: ArgumentHelp("End with exit code 3 where a metric is lower.", valueName: "name=value"))
    var failUnder: [String] = []

    @Option(help: "A file with isic_id and the labels, where the scores' file has none.")
    var truth: String?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if bootstrap < 0 { throw ValidationError("--bootstrap must not be negative") }
    }

    func run() throws {
        let gates = try failUnder.map(QualityGate.init(parsing:))
        let report = try ScoreEvaluation(
            file: URL(argument: file),
            truth: truth.map(URL.init(argument:)),
            target: target,
            score: score,
            group: group,
            fold: fold,
            bootstrapReplicates: bootstrap,
            seed: seed
        ).run()
        try printResult(shared.format, text: report.textTable, json: report)
        for gate in gates { try gate.check(report) }
    }
}
