import ArgumentParser
import Diagnostics
import Foundation
import Pipeline

@main
struct Cygnet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cygnet",
        abstract: "Screens skin lesions: ranks each patient's lesions for a clinician.",
        discussion: """
            Research use only: Cygnet is not a medical device.

            From a cohort to a submission:
              cygnet train DATA --run RUN
              cygnet predict DATA --run RUN --out submission.csv
            """,
        version: CygnetVersion.current,
        subcommands: [
            DoctorCommand.self, SynthesizeCommand.self, ValidateCommand.self, FoldsCommand.self, FeaturesCommand.self,
            ExploreCommand.self, MorphometryCommand.self, AugmentCommand.self, EmbedCommand.self, TrainCommand.self,
            PredictCommand.self, EvaluateCommand.self, ReportCommand.self, WeightsCommand.self,
        ]
    )

    /// Runs the command and turns every error into one line on standard error and the exit code of its category.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as any CygnetError {
            FileHandle.standardError.write(Data("error: \(error.description)\n".utf8))
            // Ends at once, but not before a result that was printed already is written: pipes are buffered.
            fflush(nil)
            _exit(error.category.exitCode)
        } catch {
            exit(withError: error)
        }
    }
}
