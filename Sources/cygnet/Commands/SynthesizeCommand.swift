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

    @Flag(help: "Print how the training rows differ from the published numbers of the real cohort.")
    var compare = false

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
        let folder = URL(argument: out)
        let summary = try SyntheticCohort.generate(configuration, to: folder, progress: display.progress)
        let comparison = compare ? try CohortComparison(metadata: summary.trainMetadata(in: folder)) : nil
        let text = summary.files + (comparison.map { [$0.text] } ?? [])
        try printResult(
            shared.format,
            text: text.joined(separator: "\n"),
            json: Result(summary: summary, comparison: comparison?.entries)
        )
    }

    /// What is printed as JSON.
    private struct Result: Encodable {
        let summary: SyntheticCohort.Summary
        let comparison: [CohortComparison.Entry]?

        func encode(to encoder: any Encoder) throws {
            try summary.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encodeIfPresent(comparison, forKey: .comparison)
        }

        private enum Key: CodingKey { case comparison }
    }
}
