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
        let counts: [String: Int]
    }

    private let decisions: Decisions
    /// Benign lesions for each malignant one in the cohort that was explored; nil without labels.
    private let imbalance: Double?

    /// Reads `eda.json`.
    ///
    /// - Throws: `StorageError` where the file is not there or is not one that `cygnet eda` writes, `ConfigurationError`
    ///   where a class weight or the number of folds makes no sense.
    public init(_ file: URL) throws {
        let content = try JSONFile.read(File.self, from: file)
        decisions = content.decisions
        if let lesions = content.counts["lesions"], let malignant = content.counts["malignant"],
            malignant > 0, lesions > malignant
        {
            imbalance = Double(lesions - malignant) / Double(malignant)
        } else {
            imbalance = nil
        }
        let place = file.relativePath
        if let weights = decisions.classWeights,
            !(weights.benign > 0 && weights.malignant > 0 && weights.benign.isFinite && weights.malignant.isFinite)
        {
            throw ConfigurationError(
                Problem(
                    "the class weights make no sense",
                    at: "\(place), field decisions.class_weights",
                    expected: "two numbers above 0",
                    found: "\(weights.benign) and \(weights.malignant)"
                )
            )
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
    /// Class weights say how much a malignant lesion counts for each benign one in all. Bags of the stack under-sample
    /// benign lesions, which is a part of it; the boosters' weight is the rest: a bag holds b benign lesions for each
    /// malignant one where the cohort holds c, so the weight is (malignant / benign) × b / c. Image models see balanced
    /// batches and need no weight.
    func applied(to configuration: RunConfiguration) -> RunConfiguration {
        var changed = configuration
        changed.excludedColumns = decisions.excludedColumns.map(\.column)
        if let folds = decisions.folds {
            changed.folds.scheme = .patient
            changed.folds.count = folds.count
        }
        if let weights = decisions.classWeights, let imbalance {
            let inBag = min(imbalance, changed.stack.negativesPerPositive)
            changed.stack.booster.positiveWeight = weights.malignant / weights.benign * (inBag / imbalance)
        }
        return changed
    }
}
