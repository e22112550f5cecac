import ArgumentParser
import Foundation
import Pipeline

struct AugmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "augment",
        abstract: "Draws a contact sheet: crops, and beside each what training may make of it.",
        discussion: """
            Examples:
              cygnet augment cohort --out sheet.png
              cygnet augment cohort --out sheet.png --set distortion.probability=0 --set rotation.degrees=45
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(help: "The PNG file to write.")
    var out: String

    @Option(help: "How many lesions are shown, one per row.")
    var lesions = 8

    @Option(help: "How many augmented versions stand beside each crop.")
    var versions = 9

    @Option(help: "The side of a crop in pixels.")
    var size = 128

    @Option(help: "The seed that chooses lesions and augments them.")
    var seed: UInt64 = 42

    @Option(help: "A YAML file that changes values of the default augmentation.")
    var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Change one value of the augmentation.", valueName: "key.key=value")
    )
    var assignments: [String] = []

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (1...1000).contains(lesions) else { throw ValidationError("--lesions must be 1 to 1000") }
        guard (1...100).contains(versions) else { throw ValidationError("--versions must be 1 to 100") }
        guard (8...1024).contains(size) else { throw ValidationError("--size must be 8 to 1024") }
        guard lesions * (versions + 1) * size * size <= 100_000_000 else {
            throw ValidationError("the sheet would have more than 100 million pixels: ask for fewer or smaller crops")
        }
    }

    func run() throws {
        var sheet = AugmentationSheet()
        sheet.lesions = lesions
        sheet.versions = versions
        sheet.size = size
        sheet.seed = seed
        sheet.configuration = config.map(URL.init(argument:))
        sheet.assignments = assignments
        let summary = try sheet.write(cohort.request(), to: URL(argument: out))
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
