import ArgumentParser
import Foundation

/// How a result is written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

/// The options every command shares.
struct SharedOptions: ParsableArguments {
    @Option(help: "How the result is written to standard output: text or json.")
    var format: OutputFormat = .text
}

/// Writes a result: the text, or the value as JSON with sorted keys.
func printResult(_ format: OutputFormat, text: @autoclosure () -> String, json: @autoclosure () -> some Encodable)
    throws
{
    switch format {
    case .text:
        print(text())
    case .json:
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(json()), as: UTF8.self))
    }
}

extension URL {
    /// The file or folder that a path given on the command line names.
    init(argument: String) {
        self.init(filePath: (argument as NSString).expandingTildeInPath)
    }
}
