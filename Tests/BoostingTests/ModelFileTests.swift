import Boosting
import Diagnostics
import Foundation
import Storage
import Tables
import TestSupport
import Testing

@Suite struct ModelFileTests {
    @Test func aSavedModelLoadsAndPredictsTheSame() throws {
        let golden = try Golden.load()
        let features = try golden.features()
        let booster = try golden.train(features)
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "bag0.txt")
            let digest = try BoosterFile.save(booster, to: file)
            #expect(try digest == SHA256Digest.of(file: file))
            let loaded = try BoosterFile.load(from: file, sha256: digest)
            #expect(try loaded.rawScores(of: features, threads: 1) == booster.rawScores(of: features, threads: 1))
        }
    }

    @Test func aFileThatChangedIsRefusedBeforeItIsRead() throws {
        let booster = try Booster(modelText: try Golden.modelText())
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "bag0.txt")
            let digest = try BoosterFile.save(booster, to: file)
            try AtomicFile.write(booster.modelText.replacing("leaf_value=-1", with: "leaf_value=-2"), to: file)
            do {
                _ = try BoosterFile.load(from: file, sha256: digest)
                Issue.record("a changed file was loaded")
            } catch let error as BoostingError {
                #expect(error.code == .damagedModel)
                #expect(error.problem.location == "bag0.txt")
            }
        }
    }

    @Test func theCheckAcceptsModelsOfPythonAndOurs() throws {
        let text = try Golden.modelText()
        let structure = try BoosterFile.check(text)
        #expect(structure.treeCount == 40)
        #expect(structure.featureNames.count == 11)
        let golden = try Golden.load()
        let ours = try golden.train(try golden.features())
        #expect(try BoosterFile.check(ours.modelText) == ours.structure)
    }

    /// Each line: what is replaced, by what. Every one of them is damage that LightGBM itself does not notice or dies of.
    @Test(arguments: [
        ("version=v4", "version=v3"), ("num_class=1", "num_class=2"), ("max_feature_idx=10", "max_feature_idx=9"),
        ("max_feature_idx=10", "max_feature_idx=010"), ("objective=binary sigmoid:1", "objective=lambdarank"),
        ("zeros missing", "missing missing"), ("tree_sizes=659", "tree_sizes=660"), ("num_leaves=5", "num_leaves=4"),
        ("num_leaves=5", "num_leaves=999999999"), ("num_cat=0", "num_cat=1"), ("split_feature=2", "split_feature=11"),
        ("split_feature=2", "split_feature=-1"), ("threshold=1.0000000180025095e-35", "threshold=nan"),
        ("threshold=1.0000000180025095e-35", "threshold=inf"), ("threshold=1.0000000180025095e-35", "threshold=0x1p-3"),
        ("decision_type=2", "decision_type=3"), ("left_child=1", "left_child=0"), ("left_child=1", "left_child=2"),
        ("left_child=1", "left_child=-99"), ("leaf_value=-1", "leaf_value=inf -1"), ("leaf_value=-1", "leaf_valu=-1"),
        ("leaf_count=21", "leaf_count=22"), ("is_linear=0", "is_linear=1"), ("shrinkage=1", "shrinkage="),
        ("[linear_tree: 0]", "[linear_tree: 1]"), ("end of trees", "end of tree"), ("tree\n", "tree\r\n"),
        ("pandas_categorical:null", "parser:"), ("[seed: 7]", "[seed: 7]\n[seed: 7]"),
    ])
    func damageIsRefused(original: String, damaged: String) throws {
        let text = try Golden.modelText()
        let position = try #require(text.range(of: original), "the fixture holds \(original)")
        let mutant = text.replacingCharacters(in: position, with: damaged)
        #expect(throws: BoostingError.self) { try BoosterFile.check(mutant) }
    }

    /// A column of which only matters whether it is missing: LightGBM writes an infinite threshold.
    @Test func anInfiniteThresholdIsAcceptedOnlyWhereItPartsMissingValues() throws {
        let golden = try Golden.load()
        var features = try golden.features()
        let values = golden.labels.enumerated().map { $1 == 1 ? Float.nan : Float($0 % 17) }
        try features.append(contentsOf: FeatureMatrix(names: ["absent"], columns: [values], rowCount: values.count))
        let booster = try golden.train(features)
        let reloaded = try Booster(modelText: booster.modelText)
        #expect(try reloaded.rawScores(of: features, threads: 1) == booster.rawScores(of: features, threads: 1))

        var lines = booster.modelText.components(separatedBy: "\n")
        let position = try #require(lines.firstIndex { $0.hasPrefix("threshold=") && $0.contains("inf") })
        let thresholds = lines[position].dropFirst("threshold=".count).split(separator: " ")
        let node = try #require(thresholds.firstIndex(of: "inf"))
        var types = lines[position + 1].dropFirst("decision_type=".count).split(separator: " ")
        #expect(["8", "10"].contains(types[node]))
        // With another kind of missing value, infinity is damage.
        types[node] = "2"
        lines[position + 1] = "decision_type=" + types.joined(separator: " ")
        #expect(throws: BoostingError.self) { try BoosterFile.check(lines.joined(separator: "\n")) }
    }

    @Test func emptyAndForeignTextsAreRefused() {
        for text in ["", "\n", "tree\n", "{\"a\": 1}\n", String(repeating: "a=b\n", count: 1_000)] {
            #expect(throws: BoostingError.self) { try BoosterFile.check(text) }
        }
    }
}
