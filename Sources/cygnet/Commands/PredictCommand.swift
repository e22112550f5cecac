import ArgumentParser
import Cohorts
import Foundation
import Pipeline

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Scores a cohort with a trained run and writes a submission: isic_id,target in input order.",
        discussion: """
            Example:
              cygnet predict cohort --run runs/demo --out submission.csv --explain 3
            """
    )

    @Argument(help: "A folder with test-metadata.csv (or train-metadata.csv) and its images.")
    var data: String

    @Option(name: .customLong("run"), help: "The folder of the run.")
    var directory: String

    @Option(help: "The CSV to write.")
    var out: String

    @Option(help: "Read the train or the test files; the test files are preferred.")
    var split: Split?

    @Option(help: "A folder of .jpg files or an HDF5 file, where the crops lie elsewhere.")
    var images: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The lesions' embeddings made elsewhere, in files named as those given to train.",
            valueName: "file"
        )
    )
    var embeddings: [String] = []

    @Option(help: "Also write the K features that moved each lesion's score most, beside the submission.")
    var explain: Int?

    @OptionGroup var runtime: RuntimeOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if let explain, explain < 1 { throw ValidationError("--explain must be at least 1") }
    }

    func run() throws {
        ThreadWaiting.suitMachine()
        Interruption.watch(advice: "nothing was written")
        let prediction = PredictionRun(
            cohort: CohortRequest(
                data: URL(argument: data),
                split: split,
                preferred: .test,
                images: images.map(URL.init(argument:))
            ),
            directory: RunDirectory(URL(argument: directory)),
            runtime: runtime.request,
            embeddings: embeddings.map(URL.init(argument:)),
            explanations: explain ?? 0
        )
        let summary = try prediction.execute(writing: URL(argument: out), progress: ProgressDisplay().progress)
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
