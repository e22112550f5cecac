import Boosting
import Diagnostics
import Exploration
public import Foundation
import Stacking
import Storage

/// The decisions of an exploration (`eda.json`), as training obeys them.
public struct TrainingDecisions: Sendable, Equatable {
    /// What `eda.json` says.
    private struct File: Decodable {
        let decisions: Decisions
    }

    private let decisions: Decisions

    /// Reads `eda.json`.
    ///
    /// - Throws: `StorageError` where the file is not there or is not one that `cygnet eda` writes, `ConfigurationError`
    ///   where a class weight or the number of folds makes no sense.
    public init(_ file: URL) throws {
        decisions = try JSONFile.read(File.self, from: file).decisions
        let place = file.relativePath
        if let weights = decisions.classWeights {
            let numbers = [weights.benign, weights.malignant, weights.benignPerMalignant ?? 1]
            guard numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw ConfigurationError(
                    Problem(
                        "the class weights make no sense",
                        at: "\(place), field decisions.class_weights",
                        expected: "numbers above 0",
                        found: numbers.map { "\($0)" }.joined(separator: ", ")
                    )
                )
            }
        }
        if let folds = decisions.folds, folds.count < 2 {
            throw ConfigurationError(
                Problem(
                    "there are too few folds",
                    at: "\(place), field decisions.folds.count",
                    expected: "2 or more",
                    found: "\(folds.count)"
                )
            )
        }
    }

    /// The column whose equal values stay together.
    public var groupBy: String? { decisions.folds?.groupBy }

    /// What to warn of where the decisions were made on other metadata than `hash` names; nil where they fit.
    func warning(ofMetadata hash: String) -> String? {
        guard !decisions.metadata.isEmpty, decisions.metadata != hash else { return nil }
        return
            "the decisions were made on other metadata (sha256 \(decisions.metadata.prefix(12))…, here \(hash.prefix(12))…); "
            + "run cygnet eda on this cohort to decide anew"
    }

    /// The configuration with the excluded columns, the folds and the class weights of the decisions.
    ///
    /// Class weights are those of the boosters: how many benign lesions their bags hold for each malignant one, and how much a
    /// malignant lesion counts in a bag. Image models see balanced batches and need no weight.
    func applied(to configuration: RunConfiguration) -> RunConfiguration {
        var changed = configuration
        changed.excludedColumns = decisions.excludedColumns.map(\.column)
        if let folds = decisions.folds {
            changed.folds.scheme = .patient
            changed.folds.count = folds.count
        }
        if let weights = decisions.classWeights {
            changed.stack.booster.positiveWeight = weights.malignant / weights.benign
            if let drawn = weights.benignPerMalignant { changed.stack.negativesPerPositive = drawn }
        }
        return changed
    }
}
