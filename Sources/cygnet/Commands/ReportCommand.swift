import ArgumentParser
import Foundation
import Pipeline

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Makes the report of a finished run: one HTML page of how well it ranks, and where it fails.",
        discussion: """
            Beside the page stand its data as CSV (report-data/). The cohort is not needed, except for pictures: a run does
            not know where its crops lie, so --thumbnails names the cohort's folder. A run has a report, a model card and a
            checklist already; this makes the report anew.

            Examples:
              cygnet report --run runs/mine --out report.html
              cygnet report --run runs/mine --out report.html --thumbnails data/cohort
            """
    )

    @Option(name: .customLong("run"), help: "The folder of the run.")
    var directory: String

    @Option(help: "The HTML page to write.")
    var out: String

    @Flag(help: "Name patients and lesions by their identifiers instead of salted hashes and row numbers.")
    var showIdentifiers = false

    @Option(
        help: ArgumentHelp(
            "Show small pictures of the lesions that the run gets most wrong; they are personal data.",
            valueName: "data"
        )
    )
    var thumbnails: String?

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let files = try RunReportExport(
            run: URL(argument: directory),
            showsIdentifiers: showIdentifiers,
            thumbnails: thumbnails.map { URL(argument: $0) },
            progress: ProgressDisplay().progress
        ).writePage(to: URL(argument: out))
        try printResult(shared.format, text: files.text, json: files)
    }
}
