import Boosting
import Foundation
import Stacking
import TestSupport
import Testing
import Training

@testable import Pipeline

/// A training that was killed, continued by the real tool.
@Suite struct KilledTrainingTests {
    /// One tiny image model under the stack.
    private func configuration() throws -> Data {
        var configuration = Preset.demo.configuration
        var model = ImageModelConfiguration(backbone: "convnextv2_atto")
        model.size = 32
        model.batchSize = 8
        model.epochs = 2
        model.stepsPerEpoch = 3
        model.testTimeViews = 1
        configuration.imageModels = [model]
        configuration.frozenEmbeddings = []
        configuration.folds.count = 2
        configuration.stack.bags = 1
        configuration.stack.booster.rounds = 10
        configuration.evaluation.bootstrapReplicates = 20
        // JSON is YAML.
        return try ConfigurationTree.encoder.encode(configuration)
    }

    private func arguments(run: URL, configuration: URL) throws -> [String] {
        [
            "train", try SmallCohort.folder().path, "--run", run.path, "--config", configuration.path, "--threads", "1",
            "--precision", "float32",
        ]
    }

    @Test func `A killed training continues to the same bytes as an undisturbed one`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "tiny.yaml")
            try configuration().write(to: file)
            let whole = folder.appending(path: "whole")
            _ = try TabularRun.tool(arguments(run: whole, configuration: file))

            let killed = folder.appending(path: "killed")
            let checkpoint = killed.appending(path: "images/convnextv2_atto/fold0/last.safetensors")
            try kill(arguments(run: killed, configuration: file), whenThereIs: checkpoint)
            #expect(!FileManager.default.fileExists(atPath: killed.appending(path: "oof.parquet").path))
            let resumed = try TabularRun.tool(arguments(run: killed, configuration: file) + ["--resume"])
            #expect(resumed.standardError.contains("folds: unchanged, kept"))
            let names = ["images/convnextv2_atto/oof.parquet", "oof.parquet", "metrics.json", "stack/fold1/bag0.txt"]
            for name in names {
                let expected = try Data(contentsOf: whole.appending(path: name))
                #expect(try Data(contentsOf: killed.appending(path: name)) == expected, "\(name)")
            }
        }
    }

    /// Starts the tool and kills it as soon as the file is there.
    private func kill(_ arguments: [String], whenThereIs file: URL) throws {
        let process = Process()
        process.executableURL = Places.tool
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !FileManager.default.fileExists(atPath: file.path) { usleep(1000) }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
    }
}
