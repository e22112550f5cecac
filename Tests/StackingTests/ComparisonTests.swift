import Boosting
import Diagnostics
import Evaluation
import Foundation
import Storage
import TestSupport
import Testing

@testable import Stacking

@Suite struct ComparisonTests {
    private let cohort: SyntheticStack

    init() throws { cohort = try SyntheticStack(patients: 36) }

    private var configuration: StackConfiguration {
        var configuration = cohort.configuration
        configuration.mode = .auto
        configuration.booster.rounds = 20
        return configuration
    }

    private func compare(_ cohort: SyntheticStack, into folder: URL, hash: String = "a") throws -> StackComparison {
        try Stack(configuration: configuration, seed: 9).compare(
            cohort.inputs,
            labels: cohort.labels,
            folds: cohort.folds,
            into: folder,
            inputsHash: hash,
            bootstrap: BootstrapConfiguration(replicates: 200, seed: 1),
            threads: 2
        )
    }

    @Test func `Every mode that the inputs allow is measured, and the best inner one is picked`() throws {
        try Places.withTemporaryFolder { folder in
            let comparison = try compare(cohort, into: folder)
            #expect(comparison.entries.map(\.mode) == [.tabular, .frozen, .scalars, .both, .rankAverage])
            let best = try #require(comparison.entries.max { $0.inner < $1.inner })
            #expect(best.mode == comparison.picked)
            #expect(best.difference == nil)
            #expect(comparison.metric == "auc")
            for entry in comparison.entries where entry.mode != comparison.picked {
                let difference = try #require(entry.difference)
                #expect(abs(difference.value - (entry.partialAUC - best.partialAUC)) < 1e-12)
                #expect(difference.low <= difference.high)
            }
            // The logit holds what the tabular features lack.
            let tabular = try #require(comparison.entries.first)
            #expect(best.inner > tabular.inner && comparison.picked != .tabular)
            #expect(comparison.nestedFoldMean > 0.02)
            #expect(comparison.text.contains("picked"))
            let file = folder.appending(path: "stacking.json")
            try JSONFile.write(comparison, to: file)
            #expect(try JSONFile.read(StackComparison.self, from: file) == comparison)
        }
    }

    @Test func `The out-of-fold values are those of the mode trained alone, whose boosters are not trained again`()
        throws
    {
        try Places.withTemporaryFolder { folder in
            let comparison = try compare(cohort, into: folder.appending(path: "modes"))
            for mode in [StackMode.both, .rankAverage] {
                var alone = configuration
                alone.mode = mode
                let fresh = try cohort.fit(alone, into: folder.appending(path: "fresh-\(mode)"))
                let witness = Witness()
                let copied = try Stack(configuration: alone, seed: 9).fit(
                    cohort.inputs,
                    labels: cohort.labels,
                    folds: cohort.folds,
                    into: folder.appending(path: "copied-\(mode)"),
                    inputsHash: "a",
                    trained: folder.appending(path: "modes"),
                    threads: 2,
                    progress: witness.progress
                )
                #expect(copied.outOfFoldScores == fresh.outOfFoldScores)
                #expect(witness.notes.allSatisfy { $0.hasSuffix("kept") })
                let entry = try #require(comparison.entries.first { $0.mode == mode })
                let labelled = try LabelledScores(labels: cohort.labels, scores: fresh.outOfFoldScores)
                #expect(entry.auc == auc(labelled))
            }
        }
    }

    /// What is picked for a fold must not know the fold: other labels there leave every inner score of the others alone.
    @Test func `The inner measurement for a fold never looks at the fold`() throws {
        var changed = cohort
        for row in changed.labels.indices where changed.folds[row] == 0 {
            changed.labels[row] = 1 - changed.labels[row]
        }
        try Places.withTemporaryFolder { folder in
            func innerScores(_ cohort: SyntheticStack, _ name: String) throws -> [Double] {
                let training = try TrainingFolds(cohort.inputs, labels: cohort.labels, folds: cohort.folds)
                let trainer = try PartTrainer(
                    .tabular,
                    of: Stack(configuration: configuration, seed: 9),
                    cohort.inputs,
                    training,
                    folder: folder.appending(path: name),
                    elsewhere: nil,
                    inputsHash: name,
                    threads: 1,
                    progress: .silent
                )
                return try trainer.train(outside: [0, 1], bags: 1, path: { "bag\($0).txt" }, advance: { _, _ in })
                    .scores
            }
            let known = try innerScores(cohort, "a")
            let other = try innerScores(changed, "b")
            // Folds 0 and 1 were not learned from, so labels of fold 0 play no part.
            #expect(known == other)
        }
    }

    @Test func `Two folds leave no inner split`() throws {
        var two = cohort
        two.folds = two.folds.map { min($0, 1) }
        try Places.withTemporaryFolder { folder in
            let error = #expect(throws: StackingError.self) { try compare(two, into: folder) }
            #expect(error?.problem.expected == "at least three folds")
        }
    }
}
