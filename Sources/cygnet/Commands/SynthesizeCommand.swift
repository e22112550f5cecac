import ArgumentParser
import Foundation
import Synthesis

struct SynthesizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesize",
        abstract: "Makes a believable cohort in the real 55 columns, with crops drawn from its rows.",
        discussion: """
            Example:
              cygnet synthesize cohort --patients 120 --lesions 3000 --malignant 120 --test 0.2
            """
    )

    @Argument(help: "The folder to write.")
    var out: String

    @Option(help: "The number of patients.")
    var patients = 120

    @Option(help: "The number of lesions.")
    var lesions = 3000

    @Option(help: "The number of malignant lesions.")
    var malignant = 60

    @Option(help: "The seed.")
    var seed: UInt64 = 42

    @Option(help: "How the crops are written: hdf5, files or none.")
    var images: SyntheticCohortConfiguration.Images = .hdf5

    @Option(help: "The share of patients held out as test files.")
    var test = 0.0

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let display = ProgressDisplay()
        let configuration = SyntheticCohortConfiguration(
            patients: patients,
            lesions: lesions,
            malignant: malignant,
            seed: seed,
            images: images,
            testFraction: test
        )
        let summary = try SyntheticCohort.generate(configuration, to: URL(argument: out), progress: display.progress)
        try printResult(shared.format, text: summary.files.joined(separator: "\n"), json: summary)
    }
}
