import ArgumentParser
import Foundation
import Pipeline

struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Pretrained weights: what there is, fetching them, and checking them.",
        discussion: """
            The cache is Hugging Face's own (HF_HOME, HF_HUB_CACHE): what Python has downloaded is found there. HF_ENDPOINT,
            HF_TOKEN and HF_HUB_OFFLINE mean what they mean there.

            Examples:
              cygnet weights list
              cygnet weights fetch convnextv2_nano
              cygnet train cohort --run runs/mine --set image_models.0.weights=pretrained
            """,
        subcommands: [ListWeights.self, FetchWeights.self, VerifyWeights.self]
    )
}

struct ListWeights: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists every backbone's usual weights and where they are.",
        discussion: """
            Example:
              cygnet weights list --format json
            """
    )

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let entries = try WeightCatalogue.list()
        try printResult(shared.format, text: Self.table(entries), json: entries)
    }

    private static func table(_ entries: [WeightCatalogue.Entry]) -> String {
        let rows = entries.map { entry in
            let size = entry.bytes.map { String(format: "%.0f MB", Double($0) / 1e6) } ?? ""
            return [entry.backbone, entry.weights, entry.path == nil ? "not here" : size]
        }
        let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1 + 2, withPad: " ", startingAt: 0) }.joined() + row[2]
        }.joined(separator: "\n")
    }
}

struct FetchWeights: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches weights into the cache and prints their paths.",
        discussion: """
            Examples:
              cygnet weights fetch eva02_base_patch14_224 convnextv2_nano
              cygnet weights fetch hf-hub:timm/convnextv2_nano.fcmae
            """
    )

    @Argument(help: "Backbones, or weights as hf-hub:OWNER/NAME@REVISION.")
    var names: [String]

    @OptionGroup var shared: SharedOptions

    func run() throws {
        Interruption.watch(advice: "what was fetched is kept; run the same command to continue")
        let files = try WeightCatalogue.fetch(names, progress: ProgressDisplay().progress).map(\.path)
        try printResult(shared.format, text: files.joined(separator: "\n"), json: files)
    }
}

struct VerifyWeights: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compares the cached weights with their sha256; damaged ones give exit code 2.",
        discussion: """
            Example:
              cygnet weights verify
            """
    )

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let checks = try WeightCatalogue.verify(progress: ProgressDisplay().progress)
        let lines = checks.map { "\($0.isWhole ? "ok     " : "DAMAGED")  \($0.path)" }
        let text = lines.isEmpty ? "no cached weights" : lines.joined(separator: "\n")
        try printResult(shared.format, text: text, json: checks)
        if let error = WeightCatalogue.error(checks) { throw error }
    }
}
