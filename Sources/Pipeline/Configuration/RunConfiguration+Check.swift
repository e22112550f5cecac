import Diagnostics
import Stacking
import Training

extension RunConfiguration {
    /// Checks every setting, before anything is trained.
    ///
    /// - Throws: an error of the room that uses the setting, which names it and its range.
    func check() throws {
        for model in imageModels { try model.check() }
        try stack.check()
        try pixels.check()
        try require((2...1_000).contains(folds.count), "folds.count", "2 to 1,000", folds.count)
        try require((1...1_000).contains(folds.repeats), "folds.repeats", "1 to 1,000", folds.repeats)
        try require(
            folds.repeats == 1 || folds.scheme == .patient,
            "folds.repeats",
            "1 with hospital folds",
            folds.repeats
        )
        try require(benignLimit >= 0, "benign_limit", "0 or more", benignLimit)
        let replicates = evaluation.bootstrapReplicates
        try require(
            (0...1_000_000).contains(replicates),
            "evaluation.bootstrap_replicates",
            "0 to 1,000,000",
            replicates
        )
        let lesions = evaluation.importanceLesions
        try require(lesions >= 2, "evaluation.importance_lesions", "2 or more", lesions)
        let features = evaluation.importanceFeatures
        try require(features >= 0, "evaluation.importance_features", "0 or more", features)
    }

    private func require(_ holds: Bool, _ name: String, _ expected: String, _ found: Int) throws {
        guard !holds else { return }
        throw ConfigurationError(
            Problem("the setting \(name) is out of range", expected: expected, found: "\(found)"),
            category: .usage
        )
    }
}
