import ArgumentParser
import Pipeline

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Lists every problem of a cohort. Errors end with exit code 2.",
        discussion: """
            Example:
              cygnet validate cohort
            """
    )

    @OptionGroup var cohort: CohortOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        let report = try CohortCheck.run(cohort.request(), progress: ProgressDisplay().progress)
        try printResult(shared.format, text: report.text, json: report)
        if let error = report.error { throw error }
    }
}
