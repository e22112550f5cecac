import ArgumentParser
import Pipeline

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks libraries, processor, GPU, disk and cache, and trains a tiny model.",
        discussion: """
            Example:
              cygnet doctor
            """
    )

    @OptionGroup var shared: SharedOptions

    func run() throws {
        ThreadWaiting.suitMachine()
        let report = Doctor.examine()
        try printResult(shared.format, text: report.text, json: report)
        if let error = report.error { throw error }
    }
}
