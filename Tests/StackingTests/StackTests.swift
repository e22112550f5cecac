import Boosting
import Evaluation
import Foundation
import Randomness
import Storage
import Tables
import TestSupport
import Testing

@testable import Stacking

@Suite struct StackTests {
    private let cohort: SyntheticStack

    init() throws { cohort = try SyntheticStack() }

    @Test func theStackFindsTheSignalAndLeavesItsFiles() throws {
        try Places.withTemporaryFolder { folder in
            let result = try cohort.fit(into: folder)
            #expect(auc(try LabelledScores(labels: cohort.labels, scores: result.outOfFoldProbabilities)) > 0.8)
            #expect(
                try Set(FileManifest.make(folder: folder).files.keys)
                    == [
                        "checkpoints.json", "stack.json", "fold0/bag0.txt", "fold0/bag1.txt", "fold1/bag0.txt",
                        "fold1/bag1.txt", "fold2/bag0.txt", "fold2/bag1.txt",
                    ]
            )
            // Probabilities of the cohort, though positives were weighted 2.8 times.
            let mean = result.outOfFoldProbabilities.reduce(0, +) / Double(cohort.labels.count)
            let share = Double(cohort.labels.reduce(0, +)) / Double(cohort.labels.count)
            #expect(abs(mean - share) < 0.02)
        }
    }

    @Test func aLoadedStackPredictsWhatTheTrainedOneDoes() throws {
        try Places.withTemporaryFolder { folder in
            for components in [0, 3] {
                var configuration = cohort.configuration
                configuration.principalComponents = components
                let trained = try cohort.fit(configuration, into: folder).stack
                let loaded = try FittedStack.load(folder)
                let predicted = try trained.predict(cohort.newLesions)
                #expect(try loaded.predict(cohort.newLesions) == predicted)
                #expect(loaded.foldCount == 3)
                #expect(loaded.tabularFeatureNames == ["size", "noise"])
                #expect(predicted.allSatisfy { $0 > 0 && $0 < 1 })
            }
        }
    }

    /// Booster k learned from logits of image models j != k, so it scores those, and the scores are averaged.
    @Test func newLesionsAreScoredWithTheImageModelsOfTheOtherFolds() throws {
        try Places.withTemporaryFolder { folder in
            let stack = try cohort.fit(into: folder).stack
            let predicted = try stack.predict(cohort.newLesions)
            var expected = [Double](repeating: 0, count: cohort.labels.count)
            for fold in 0..<3 {
                var scores = expected.map { _ in 0.0 }
                for model in 0..<3 where model != fold {
                    var inputs = cohort.inputs
                    inputs.imageModels = [.init(name: "nano", outOfFoldLogits: cohort.foldLogits[model])]
                    let part = stack.parts[0]
                    let features = try StackMatrix(inputs, part.layout, threads: 1).shared(foldModel: 0).matrix
                    for booster in part.members[fold].boosters {
                        for (row, score) in try booster.rawScores(of: features, threads: 1).enumerated() {
                            scores[row] += score / 4
                        }
                    }
                }
                for row in scores.indices { expected[row] += stack.calibrator(scores[row]) / 3 }
            }
            #expect(Tolerance(absolute: 1e-12).firstDifference(predicted, expected) == nil)
        }
    }

    @Test func outOfFoldScoresComeFromBoostersThatNeverSawTheFold() throws {
        try Places.withTemporaryFolder { folder in
            let honest = try cohort.fit(into: folder.appending(path: "a"))
            // Other labels in fold 0 change nothing about fold 0's own scores.
            var changed = cohort
            for row in changed.labels.indices where changed.folds[row] == 0 {
                changed.labels[row] = 1 - changed.labels[row]
            }
            let other = try changed.fit(into: folder.appending(path: "b"))
            for row in cohort.labels.indices where cohort.folds[row] == 0 {
                #expect(honest.outOfFoldScores[row] == other.outOfFoldScores[row])
            }
            #expect(honest.outOfFoldScores != other.outOfFoldScores)
        }
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        try Places.withTemporaryFolder { folder in
            let places = ["a", "b", "c"].map { folder.appending(path: $0) }
            _ = try cohort.fit(into: places[0])
            _ = try cohort.fit(into: places[1])
            _ = try cohort.fit(into: places[2], seed: 10)
            let manifests = try places.map { try FileManifest.make(folder: $0) }
            #expect(manifests[0] == manifests[1])
            #expect(manifests[0]["fold0/bag0.txt"] != manifests[2]["fold0/bag0.txt"])
            #expect(manifests[0]["fold0/bag0.txt"] != manifests[0]["fold0/bag1.txt"])
        }
    }

    @Test(arguments: [StackMode.tabular, .frozen, .scalars, .both])
    func aModeDecidesTheColumns(mode: StackMode) throws {
        try Places.withTemporaryFolder { folder in
            var configuration = cohort.configuration
            configuration.mode = mode
            let stack = try cohort.fit(configuration, into: folder).stack
            let names = stack.parts[0].members[0].boosters[0].structure.featureNames
            let embedding = (0..<6).map { "lite0_e\($0)" }
            let scalars = [
                "nano_logit", "nano_logit_patient_rank", "nano_logit_patient_norm", "nano_logit_patient_difference",
                "nano_probability_patient_ratio",
            ]
            let expected =
                switch mode {
                case .tabular: ["size", "noise"]
                case .frozen: ["size", "noise"] + embedding
                case .scalars: ["size", "noise"] + scalars
                default: ["size", "noise"] + embedding + scalars
                }
            #expect(names == expected)
            #expect(try stack.predict(cohort.newLesions).count == cohort.labels.count)
        }
    }

    @Test func reasonsAddUpToTheScoreAndAPlantedLeakComesFirst() throws {
        var leaking = cohort
        try leaking.inputs.features.append(
            contentsOf: FeatureMatrix(
                names: ["leak"],
                columns: [leaking.labels.map(Float.init)],
                rowCount: leaking.labels.count
            )
        )
        try Places.withTemporaryFolder { folder in
            let stack = try leaking.fit(into: folder).stack
            let all = try stack.contributions(leaking.newLesions, top: 100)
            // Two tabular features, the leak, one embedding as a whole, five scalars.
            #expect(all.allSatisfy { $0.count == 9 })
            var influence: [String: Double] = [:]
            for reason in all.joined() { influence[reason.feature, default: 0] += abs(reason.contribution) }
            let leak = influence.removeValue(forKey: "leak") ?? 0
            let next = try #require(influence.values.max())
            #expect(leak > 2 * next)
            #expect(all[0].first { $0.feature == "leak" }?.value == Float(leaking.labels[0]))
            let sums = all.map { $0.reduce(0) { $0 + $1.contribution } }
            let scores = try meanScores(stack, leaking.newLesions)
            let differences = zip(scores, sums).map { $0 - $1 - (scores[0] - sums[0]) }
            #expect(differences.allSatisfy { abs($0) < 1e-9 })
            let firstTwo = try stack.contributions(leaking.newLesions, top: 2)
            #expect(firstTwo == all.map { Array($0.prefix(2)) })
        }
    }

    private func meanScores(_ stack: FittedStack, _ inputs: StackInputs) throws -> [Double] {
        let scores = try stack.foldScores(inputs, threads: 1)
        return inputs.ids.indices.map { row in scores.reduce(0) { $0 + $1[row] } / Double(scores.count) }
    }

    /// The negative control of the study: labels moved between patients leave nothing to find.
    @Test func withPermutedLabelsTheIntervalsContainChance() throws {
        var permuted = try SyntheticStack(patients: 60, lesionsPerPatient: 14, seed: 5)
        var generator = SeededGenerator(seed: 77)
        let order = generator.permutation(of: permuted.labels.count)
        permuted.labels = order.map { permuted.labels[$0] }
        try Places.withTemporaryFolder { folder in
            let result = try permuted.fit(into: folder)
            let report = try Evaluation.evaluate(
                labels: permuted.labels,
                scores: result.outOfFoldScores,
                groups: RowGroups(codes: permuted.inputs.groups.codes),
                folds: permuted.folds,
                bootstrap: BootstrapConfiguration(replicates: 500, seed: 3)
            )
            let value = { (key: String) in try #require(report[key]) }
            #expect(try value("pauc_80tpr_low") < 0.02 && value("pauc_80tpr_high") > 0.02)
            #expect(try value("auc_low") < 0.5 && value("auc_high") > 0.5)
        }
    }
}
