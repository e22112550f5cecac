import ArgumentParser
import Foundation
import Pipeline

struct EmbedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Computes a pretrained backbone's embeddings of every crop.",
        discussion: """
            Example:
              cygnet embed cohort --backbone tf_efficientnet_lite0 --weights offline --size 128 --out embeddings.parquet
            """
    )

    @OptionGroup var cohort: CohortOptions

    @Option(help: "The backbone, by timm's name.")
    var backbone: String

    @Option(help: "A safetensors file saved by timm, `offline`, `pretrained`, or hf-hub:OWNER/NAME.")
    var weights: String

    @Option(help: "The Parquet file to write: isic_id, e0, e1, ...")
    var out: String

    @Option(help: "The input size in pixels; the backbone's own where not given.")
    var size: Int?

    @OptionGroup var runtime: RuntimeOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        ThreadWaiting.suitMachine()
        let summary = try EmbeddingExport.run(
            cohort.request(),
            backbone: backbone,
            weights: weights,
            size: size,
            runtime: runtime.request,
            to: URL(argument: out),
            progress: ProgressDisplay().progress
        )
        try printResult(shared.format, text: summary.text, json: summary)
    }
}
