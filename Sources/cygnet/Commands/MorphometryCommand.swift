import ArgumentParser
import Foundation
import Pipeline

struct MorphometryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "morphometry",
        abstract: "Measures asymmetry, border, colours and diameter on the pixels of every crop.",
        discussion: """
            A crop in which no lesion stands out from the skin has px_no_lesion 1 and no measurements of a lesion.

            Example:
              cygnet morphometry cohort --out px.parquet --sheet outlines.png
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(help: "The Parquet file to write: isic_id, px_area_mm2, ...")
    var out: String

    @Option(
        help: "A PNG file to draw crops with the lesions' outlines to; malignant ones first where labels are known."
    )
    var sheet: String?

    @Option(help: "How many crops the sheet shows.")
    var sheetCrops = 64

    @Option(help: "The length of a crop's longer side in millimetres.")
    var fieldOfView = 15.0

    @Option(help: "The number of threads; all cores where not given.")
    var threads: Int?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard fieldOfView > 0, fieldOfView.isFinite else { throw ValidationError("--field-of-view must be above 0") }
        guard (1...10_000).contains(sheetCrops) else { throw ValidationError("--sheet-crops must be 1 to 10000") }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    func run() throws {
        let summary = try MorphometryExport.run(
            cohort.request(),
            fieldOfView: fieldOfView,
            workers: threads,
            to: URL(argument: out),
            sheet: sheet.map { .init(file: URL(argument: $0), cropCount: sheetCrops) },
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
