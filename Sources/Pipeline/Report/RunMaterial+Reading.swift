import Cohorts
import Diagnostics
import Evaluation
import Exploration
import Foundation
import Stacking
import Storage
import Tables
import Training

extension RunMaterial {
    /// Reads what a run left behind. What it did not make is left out.
    ///
    /// - Throws: an error that names the file where one is damaged.
    init(_ directory: RunDirectory, record: RunRecord) throws {
        let table = try Table.readParquet(directory.outOfFold)
        let configuration = record.configuration
        let replicates = configuration.evaluation.bootstrapReplicates
        let ids = try table.texts(ISICSchema.identifier).texts.map { $0 ?? "" }
        self.init(
            ids: ids,
            groups: try table.texts("patient_id"),
            folds: try table.doubles("fold").map { Int($0) },
            labels: try table.doubles("target").map { Int($0) },
            scores: try table.doubles("score"),
            probabilities: try table.doubles("probability"),
            models: try configuration.imageModels.map {
                Model(name: $0.backbone, scores: try table.doubles("score_\($0.backbone)"))
            },
            modes: try Self.modes(directory, record),
            subgroups: try Self.subgroups(directory, ids: ids),
            epochs: try configuration.imageModels.flatMap { try Self.epochs(directory, model: $0.backbone) },
            features: try Self.features(directory, FeatureFamilies(record)),
            families: try Self.families(directory),
            contributions: try Self.contributions(directory, ids: ids),
            bootstrap: replicates > 0
                ? BootstrapConfiguration(replicates: replicates, seed: configuration.seed) : nil
        )
    }

    private static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    private static func modes(_ directory: RunDirectory, _ record: RunRecord) throws -> ModeFindings? {
        guard record.configuration.stack.mode == .auto, exists(directory.stackComparison) else { return nil }
        return ModeFindings(try JSONFile.read(StackComparison.self, from: directory.stackComparison))
    }

    private static func subgroups(_ directory: RunDirectory, ids: [String]) throws -> Table? {
        guard exists(directory.subgroups) else { return nil }
        let table = try Table.readParquet(directory.subgroups)
        guard try table.texts(ISICSchema.identifier).texts.elementsEqual(ids) else {
            throw RunError(
                Problem(
                    "the lesions are not those of the scores",
                    at: directory.subgroups.relativePath,
                    remedy: "Train again with --resume"
                ),
                category: .badData
            )
        }
        return table
    }

    /// A line of `metrics.jsonl`.
    private struct Line: Decodable {
        let epoch: Int
        let loss: Double
        let monitor: String
        let value: Double
        let benignCoverage: Double
        let malignantPasses: Double
        let gradientScale: Double
        let skippedSteps: Int
    }

    private static func epochs(_ directory: RunDirectory, model: String) throws -> [Epoch] {
        let folder = directory.imageModel(model)
        var epochs: [Epoch] = []
        var fold = 0
        while true {
            let file = folder.appending(path: "fold\(fold)/metrics.jsonl")
            guard exists(file) else { return epochs }
            for (number, line) in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated() {
                guard let line = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
                    throw RunError(
                        Problem("a line is no epoch", at: "\(file.relativePath), line \(number + 1)"),
                        category: .badData
                    )
                }
                epochs.append(
                    Epoch(
                        model: model,
                        fold: fold,
                        number: line.epoch,
                        loss: line.loss,
                        monitor: line.monitor == "partialAUC" ? "partial AUC" : line.monitor.uppercased(),
                        value: line.value,
                        benignCoverage: line.benignCoverage,
                        malignantPasses: line.malignantPasses,
                        gradientScale: line.gradientScale,
                        skippedSteps: line.skippedSteps
                    )
                )
            }
            fold += 1
        }
    }

    private static func contributions(_ directory: RunDirectory, ids: [String]) throws -> [Contribution] {
        guard exists(directory.contributions) else { return [] }
        let table = try Table.readParquet(directory.contributions)
        let rows = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
        let (names, features) = try (table.texts(ISICSchema.identifier), table.texts("feature"))
        let (contributions, values) = try (table.doubles("contribution"), table.doubles("value"))
        return (0..<table.rowCount).compactMap { entry in
            guard let name = names[entry], let row = rows[name], let feature = features[entry] else { return nil }
            return Contribution(row: row, feature: feature, contribution: contributions[entry], value: values[entry])
        }
    }

    private static func features(_ directory: RunDirectory, _ families: FeatureFamilies) throws -> [Feature] {
        guard exists(directory.importance) else { return [] }
        let table = try Table.read(directory.importance, types: ["feature": .text, "family": .text])
        let (gains, drops, partialDrops) = try (
            table.doubles("gain_share"), table.doubles("auc_drop"), table.doubles("pauc_80tpr_drop")
        )
        return try table.texts("feature").texts.enumerated().map { row, name in
            Feature(
                name: name ?? "",
                family: families.name(of: name ?? ""),
                gainShare: gains[row],
                aucDrop: drops[row],
                partialAUCDrop: partialDrops[row]
            )
        }
    }

    private static func families(_ directory: RunDirectory) throws -> [Family] {
        guard exists(directory.familyImportance) else { return [] }
        let table = try Table.read(directory.familyImportance, types: ["family": .text])
        let (counts, gains) = try (table.doubles("features"), table.doubles("gain_share"))
        let (drops, partialDrops) = try (table.doubles("auc_drop"), table.doubles("pauc_80tpr_drop"))
        return try table.texts("family").texts.enumerated().map { row, name in
            Family(
                name: name ?? "",
                features: Int(counts[row]),
                gainShare: gains[row],
                aucDrop: drops[row],
                partialAUCDrop: partialDrops[row]
            )
        }
    }
}

extension ModeFindings {
    fileprivate init(_ comparison: StackComparison) {
        self.init(
            criterion: comparison.metric == "auc" ? "AUC" : "partial AUC",
            picked: comparison.picked.rawValue,
            nestedFoldMean: comparison.nestedFoldMean,
            modes: comparison.entries.map { entry in
                Mode(
                    name: entry.mode.rawValue,
                    summary: entry.mode.summary,
                    inner: entry.inner,
                    partialAUC: entry.partialAUC,
                    auc: entry.auc,
                    difference: entry.difference.map {
                        Estimate(value: $0.value, interval: Interval(low: $0.low, high: $0.high))
                    }
                )
            }
        )
    }
}
