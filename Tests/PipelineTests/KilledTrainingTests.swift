import Boosting
import Foundation
import Randomness
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

    /// When the tool is killed.
    private enum Moment {
        /// So many seconds after its start.
        case after(Double)
        /// While a checkpoint of this fold is being written.
        case writing(fold: Int)
    }

    @Test func `A training that was killed ten times ends with the same bytes as an undisturbed one`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "tiny.yaml")
            try configuration().write(to: file)
            let whole = folder.appending(path: "whole")
            let start = ContinuousClock.now
            _ = try TabularRun.tool(arguments(run: whole, configuration: file))
            let duration = (ContinuousClock.now - start) / .seconds(1)

            var generator = SeededGenerator(seed: 20_240_906)
            var moments = (0..<7).map { _ in Moment.after(generator.uniform(in: 0.05...0.6) * duration) }
            moments.insert(.writing(fold: 0), at: 0)
            moments.insert(.writing(fold: 0), at: 1)
            moments.insert(.writing(fold: 1), at: 4)
            var (killed, torn, attempts) = (0, 0, 0)
            var run = folder.appending(path: "killed0")
            while killed < moments.count, attempts < 40 {
                let resumes = FileManager.default.fileExists(atPath: run.appending(path: "run.json").path)
                let arguments = try arguments(run: run, configuration: file) + (resumes ? ["--resume"] : [])
                if try kill(arguments, moments[killed], run: run) {
                    killed += 1
                    torn += Self.unfinished(in: run).isEmpty ? 0 : 1
                } else {
                    // It was through: the next kills disturb another run.
                    try Self.compare(run, with: whole)
                    run = folder.appending(path: "killed\(attempts + 1)")
                    moments[killed] = .after(0.3 * duration)
                }
                attempts += 1
            }
            #expect(killed == 10)
            #expect(torn >= 2, "kills in the middle of a write")
            _ = try TabularRun.tool(arguments(run: run, configuration: file) + ["--resume"])
            try Self.compare(run, with: whole)
            #expect(Self.unfinished(in: run).isEmpty)
        }
    }

    private static func compare(_ run: URL, with whole: URL) throws {
        let model = "images/convnextv2_atto"
        let names = [
            "\(model)/fold0/last.safetensors", "\(model)/fold0/metrics.jsonl", "\(model)/fold1/best.safetensors",
            "\(model)/oof.parquet", "oof.parquet", "metrics.json", "stack/fold1/bag0.txt",
        ]
        for name in names {
            let expected = try Data(contentsOf: whole.appending(path: name))
            #expect(try Data(contentsOf: run.appending(path: name)) == expected, "\(name)")
        }
    }

    /// The files of image models that a killed write left.
    private static func unfinished(in run: URL, fold: Int? = nil) -> [String] {
        (fold.map { [$0] } ?? [0, 1]).flatMap { fold in
            let folder = run.appending(path: "images/convnextv2_atto/fold\(fold)")
            return (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        }.filter { $0.hasPrefix(".last.safetensors") || $0.hasPrefix(".best.safetensors") }
    }

    /// Starts the tool and kills it; returns whether it was still running then.
    private func kill(_ arguments: [String], _ moment: Moment, run: URL) throws -> Bool {
        let process = Process()
        process.executableURL = Places.tool
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let before = Set(Self.unfinished(in: run))
        try process.run()
        switch moment {
        case .after(let seconds):
            let end = ContinuousClock.now + .seconds(seconds)
            while process.isRunning, ContinuousClock.now < end { usleep(2000) }
        case .writing(let fold):
            while process.isRunning, Set(Self.unfinished(in: run, fold: fold)).isSubset(of: before) { usleep(500) }
        }
        let isRunning = process.isRunning
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(isRunning == false || process.terminationReason == .uncaughtSignal)
        return isRunning && process.terminationReason == .uncaughtSignal
    }
}
