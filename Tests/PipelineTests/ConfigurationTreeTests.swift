import Boosting
import Diagnostics
import Foundation
import Stacking
import TestSupport
import Testing
import Training

@testable import Pipeline

/// A preset, changed by a file and by assignments.
@Suite struct ConfigurationTreeTests {
    private func demo(yaml: String? = nil, _ assignments: String...) throws -> RunConfiguration {
        guard let yaml else { return try Preset.demo.configuration(file: nil, assignments: assignments) }
        return try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "mine.yaml")
            try Data(yaml.utf8).write(to: file)
            return try Preset.demo.configuration(file: file, assignments: assignments)
        }
    }

    private func problem(yaml: String? = nil, _ assignments: String...) throws -> (Problem, ErrorCategory) {
        let error = try #require(throws: ConfigurationError.self) {
            guard let assignment = assignments.first else { return _ = try demo(yaml: yaml) }
            _ = try demo(yaml: yaml, assignment)
        }
        return (error.problem, error.category)
    }

    @Test(arguments: Preset.allCases)
    func `Every preset survives the way through the tree`(preset: Preset) throws {
        #expect(try preset.configuration(file: nil, assignments: []) == preset.configuration)
        let json = try JSONEncoder().encode(preset.configuration)
        #expect(try JSONDecoder().decode(RunConfiguration.self, from: json) == preset.configuration)
    }

    @Test func `A file changes what it names and nothing else`() throws {
        var expected = Preset.demo.configuration
        expected.seed = 7
        expected.folds.count = 3
        expected.stack.booster.rounds = 11
        #expect(try demo(yaml: "seed: 7\nfolds: {count: 3}\nstack:\n  booster: {rounds: 11}\n") == expected)
    }

    @Test func `An assignment is stronger than the file, and a later one than an earlier one`() throws {
        let configuration = try demo(yaml: "seed: 7\nfolds: {count: 3}\n", "seed=8", "seed=9")
        #expect(configuration.seed == 9)
        #expect(configuration.folds.count == 3)
    }

    @Test func `Items of a list are addressed by number, and a list can be replaced`() throws {
        var expected = Preset.demo.configuration
        expected.imageModels[1].epochs = 1
        expected.imageModels[1].focalAlpha = 0.75
        #expect(try demo("image_models.1.epochs=1", "image_models.1.focal_alpha=0.75") == expected)
        #expect(try demo("image_models=[]").imageModels == [])
        #expect(
            try demo("frozen_embeddings.0.weights=/a=b.safetensors").frozenEmbeddings[0].weights == "/a=b.safetensors"
        )
    }

    @Test(arguments: ["sead=1", "folds.cuont=3", "image_models.0.epoch=1"])
    func `An unknown key in an assignment is named with the known ones`(assignment: String) throws {
        let (problem, category) = try problem(assignment)
        #expect(category == .badData)
        #expect(problem.location == "--set \(assignment)")
        #expect(problem.what.contains("unknown configuration key"))
        #expect(problem.expected?.hasPrefix("one of ") == true)
    }

    @Test func `An unknown key in a file is named with its path`() throws {
        let (problem, _) = try problem(yaml: "stack: {booster: {round: 3}}")
        #expect(problem.location == "mine.yaml")
        #expect(problem.what == "unknown configuration key `stack.booster.round`")
        #expect(problem.expected?.contains("rounds") == true)
    }

    @Test(arguments: [
        "seed=many", "seed=-1", "folds.count=2.5", "seed=1e30", "stack.booster.rounds=2026-01-01",
        "folds.scheme=random", "stack.bags=[1]", "stack=3",
        "tabular_features=maybe", "folds.count=", "image_models.0.size=big",
    ])
    func `A value of the wrong type is named by the assignment`(assignment: String) throws {
        let (problem, category) = try problem(assignment)
        #expect(category == .badData)
        #expect(problem.location == "--set \(assignment)")
        let words = ["wrong type", "cannot be used", "has no value"]
        #expect(words.contains(where: problem.what.contains), "\(problem)")
        #expect(problem.expected != nil || problem.what.contains("`"), "\(problem)")
    }

    @Test(arguments: ["image_models.9.epochs=1", "seed.value=1", "=1", "seed", "seed=[1"])
    func `An assignment that cannot be understood is a mistake of usage`(assignment: String) throws {
        let (_, category) = try problem(assignment)
        #expect(category == .usage)
    }

    @Test(arguments: ["", "just a text", "- 1\n- 2", "a: [1", "? [a]\n: b", "seed: .nan", "seed: !!binary aGVsbG8="])
    func `A file that is no set of keys is refused`(yaml: String) throws {
        let (problem, _) = try problem(yaml: yaml)
        #expect(problem.location?.hasSuffix("mine.yaml") == true)
    }
}
