import ArgumentParser
import Foundation
import Pipeline

struct FoldsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folds",
        abstract: "Splits a cohort into stratified folds that share no patient.",
        discussion: """
            Example:
              cygnet folds cohort --folds 5 --seed 42 --out folds.csv
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(help: "The number of folds.")
    var folds = 5

    @Option(help: "The seed that shuffles patients.")
    var seed: UInt64 = 42

    @Flag(help: "Keep the order of scikit-learn's StratifiedGroupKFold without shuffle.")
    var noShuffle = false

    @Option(help: "What is held out together: patient, or hospital (one fold per hospital).")
    var cv: RunConfiguration.Folds.Scheme = .patient

    @Option(help: "The CSV to write: isic_id,fold.")
    var out: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        var configuration = RunConfiguration.Folds()
        configuration.count = folds
        configuration.seed = seed
        configuration.shuffle = !noShuffle
        configuration.scheme = cv
        let summary = try FoldExport.run(
            cohort.request(),
            configuration: configuration,
            to: URL(argument: out),
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
