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
            The extended family measures asymmetry, border, colours and diameter on the crops too (px_*), where the cohort
            has them; --pixels never leaves them out.

            Examples:
              cygnet features cohort --out features.parquet
              cygnet features cohort --out features.parquet --family extended
              cygnet features --describe
            """
    )

    @Argument(help: "A folder with train-metadata.csv or test-metadata.csv.")
    var data: String?

    @Option(
        help: "The Parquet file to write: isic_id, then the features. Without it they are only computed, and timed."
    )
    var out: String?

    @Option(help: "Read the train or the test files.")
    var split: Split?

    @Option(help: "The column that groups lesions into patients.")
    var groupBy: String?

    @Option(help: "The family of features.")
    var family: FeatureFamily = .base

    @Option(help: "Whether measurements of the crops are among the features; auto: with --family extended.")
    var pixels: RunConfiguration.PixelSettings.Use = .auto

    @Option(help: "A folder of .jpg files or an HDF5 file, where the crops lie elsewhere.")
    var images: String?

    @Option(help: "The length of a crop's longer side in millimetres.")
    var fieldOfView = 15.0

    @Flag(help: "Print every feature's name, formula, unit and source.")
    var describe = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if !describe, data == nil { throw ValidationError("give DATA, or --describe") }
    }

    func run() throws {
        if describe {
            let catalogue = FeatureDescriptions(family: family)
            try printResult(shared.format, text: catalogue.text, json: catalogue)
        }
        guard let data else { return }
        var settings = RunConfiguration.PixelSettings()
        settings.measured = pixels
        settings.fieldOfView = fieldOfView
        let summary = try FeatureExport.run(
            CohortRequest(
                data: URL(argument: data),
                split: split,
                images: images.map(URL.init(argument:)),
                groupBy: groupBy
            ),
            family: family,
            pixels: settings,
            to: out.map(URL.init(argument:)),
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
