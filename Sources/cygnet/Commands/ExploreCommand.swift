import ArgumentParser
import Cohorts
import Exploration
import Foundation
import Pipeline

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eda",
        abstract: "Explores a cohort: one HTML page of what the data say, and the decisions that follow.",
        discussion: """
            Beside the page stand its data as CSV (eda-data/) and eda.json, which `train --decisions` obeys.

            Examples:
              cygnet eda cohort --out eda.html
              cygnet eda new-cohort --out drift.html --reference cohort
              cygnet eda supplement.csv --label 'iddx_1=Malignant' --out eda.html --notebook 01_eda.ipynb
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(help: "The HTML page to write.")
    var out: String

    @Option(help: "A second cohort that this one is compared with, column by column.")
    var reference: String?

    @Option(help: "Also write the same content as an executed Jupyter notebook.")
    var notebook: String?

    @Flag(help: "Show a wall of small crops.")
    var thumbnails = false

    @Flag(help: "Name patients and lesions by their identifiers instead of salted hashes and row numbers.")
    var showIdentifiers = false

    @Option(help: "The seed of what is drawn at random.")
    var seed: UInt64 = 42

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try cohort.request()
        var other = request
        other.images = nil
        let files = try ExplorationExport(
            cohort: request,
            reference: reference.map { path in
                other.data = URL(argument: path)
                return other
            },
            options: ExplorationOptions(thumbnails: thumbnails, showsIdentifiers: showIdentifiers, seed: seed)
        ).run(
            writing: URL(argument: out),
            notebook: notebook.map(URL.init(argument:)),
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: files.text, json: files)
    }
}
