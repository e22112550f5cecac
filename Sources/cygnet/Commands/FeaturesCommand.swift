import ArgumentParser
import Cohorts
import Features
import Foundation
import Pipeline

struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Computes the patient-relative features of a cohort, or describes them.",
        discussion: """
            Examples:
              cygnet features cohort --out features.parquet
              cygnet features --describe
            """
    )

    @Argument(help: "A folder with train-metadata.csv or test-metadata.csv.")
    var data: String?

    @Option(help: "The Parquet file to write: isic_id, then the features.")
    var out: String?

    @Option(help: "Read the train or the test files.")
    var split: Split?

    @Option(help: "The column that groups lesions into patients.")
    var groupBy: String?

    @Option(help: "The family of features.")
    var family: FeatureFamily = .base

    @Flag(help: "Print every feature's name, formula, unit and source.")
    var describe = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if !describe, data == nil || out == nil {
            throw ValidationError("give DATA and --out, or --describe")
        }
    }

    func run() throws {
        if describe {
            let catalogue = FeatureDescriptions(family: family)
            try printResult(shared.format, text: catalogue.text, json: catalogue)
        }
        guard let data, let out else { return }
        let summary = try FeatureExport.run(
            CohortRequest(data: URL(argument: data), split: split, groupBy: groupBy),
            family: family,
            to: URL(argument: out),
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
