import ArgumentParser
import Cohorts
import Foundation
import Pipeline
import Training

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains everything: folds, image models, embeddings, features, the stack, and the bundle.",
        discussion: """
            Examples:
              cygnet train cohort --run runs/demo --preset demo
              cygnet train cohort --run runs/mine --config mine.yaml --set seed=7 --resume
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(name: .customLong("run"), help: "The folder of the run.")
    var directory: String

    @Option(help: "The configuration to begin with: demo, standard, images or tabular.")
    var preset: Preset = .standard

    @Option(help: "A YAML file that changes values of the preset.")
    var config: String?

    @Option(help: "An eda.json of `cygnet eda`: its excluded columns, folds and class weights are obeyed.")
    var decisions: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Change one value of the configuration.", valueName: "key.key=value")
    )
    var assignments: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Embeddings made elsewhere, for the stack: CSV or Parquet with isic_id and numbers.",
            valueName: "file"
        )
    )
    var embeddings: [String] = []

    @Option(help: "What is held out together: patient, or hospital (one fold per hospital); the same as folds.scheme.")
    var cv: RunConfiguration.Folds.Scheme?

    @Flag(help: "Continue a run: stages whose inputs are unchanged are kept.")
    var resume = false

    @Option(
        help: ArgumentHelp(
            "Where decoded crops wait while image models train: auto, device or host.",
            discussion: """
                device keeps them in the memory of --device and augments them there; host decodes and augments them \
                on the processor again and again; auto is device on a GPU where they take at most 40 % of its free \
                memory, else host. Results are the same.
                """
        )
    )
    var crops: CropPlacement = .auto

    @OptionGroup var runtime: RuntimeOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        ThreadWaiting.suitMachine()
        let decided = try decisions.map { try TrainingDecisions(URL(argument: $0)) }
        var configuration = try preset.configuration(
            file: config.map(URL.init(argument:)),
            decisions: decided,
            assignments: assignments
        )
        if let cv { configuration.folds.scheme = cv }
        var request = try cohort.request()
        if request.groupBy == nil { request.groupBy = decided?.groupBy }
        Interruption.watch(advice: "finished work is kept; run the same command with --resume to continue")
        var runtime = runtime.request
        runtime.crops = crops
        let training = TrainingRun(
            cohort: request,
            configuration: configuration,
            runtime: runtime,
            directory: RunDirectory(URL(argument: directory)),
            embeddings: embeddings.map(URL.init(argument:)),
            decisions: decided,
            resume: resume
        )
        let summary = try training.execute(progress: ProgressDisplay().progress)
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
