import Boosting
import Foundation
import Tables
import TestSupport
import Testing

/// What Python's LightGBM made of the same data with the same parameters (Tests/Fixtures/Boosting/make_golden.py).
struct Golden: Decodable {
    let seed: UInt64
    let rounds: Int
    let names: [String]
    let columns: [[Float?]]
    let labels: [Int]
    let raw: [Double]
    let probabilities: [Double]
    let contributions: [Double]
    let sampledRaw: [Double]

    static func load() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Places.fixture("Boosting/golden.json")))
    }

    static func modelText() throws -> String {
        try String(contentsOf: Places.fixture("Boosting/golden_model.txt"), encoding: .utf8)
    }

    func features() throws -> FeatureMatrix {
        try FeatureMatrix(names: names, columns: columns.map { $0.map { $0 ?? .nan } }, rowCount: labels.count)
    }

    var configuration: BoosterConfiguration {
        var configuration = BoosterConfiguration()
        configuration.rounds = rounds
        configuration.minimumLeafRows = 10
        return configuration
    }

    func train(
        _ features: FeatureMatrix,
        rows: [Int]? = nil,
        _ configuration: BoosterConfiguration? = nil,
        seed: UInt64? = nil,
        threads: Int = 1
    ) throws -> Booster {
        let configuration = configuration ?? self.configuration
        let seed = seed ?? self.seed
        let dataset = try BoostingDataset(
            features: features,
            rows: rows,
            labels: labels,
            configuration: configuration,
            seed: seed,
            threads: threads
        )
        return try Booster.train(on: dataset, configuration: configuration, seed: seed)
    }
}

@Suite struct GoldenTests {
    @Test(arguments: [1, 2])
    func ourTrainingEqualsTrainingInPython(threads: Int) throws {
        let golden = try Golden.load()
        let features = try golden.features()
        let booster = try golden.train(features, threads: threads)
        let raw = try booster.rawScores(of: features, threads: threads)
        #expect(Tolerance(absolute: 1e-12).firstDifference(raw, golden.raw) == nil)
        #expect(booster.structure.treeCount == golden.rounds)
    }

    @Test func aModelFromPythonPredictsTheSameHere() throws {
        let golden = try Golden.load()
        let features = try golden.features()
        let booster = try Booster(modelText: try Golden.modelText())
        let exact = Tolerance(absolute: 1e-12)
        #expect(exact.firstDifference(try booster.rawScores(of: features, threads: 2), golden.raw) == nil)
        let rows = Array(0..<20)
        let probabilities = try booster.probabilities(of: features, rows: rows, threads: 1)
        #expect(exact.firstDifference(probabilities, golden.probabilities) == nil)
        let contributions = try booster.contributions(of: features, rows: rows, threads: 1)
        #expect(exact.firstDifference(contributions.values, golden.contributions) == nil)
    }

    @Test func theSampleForBinsIsDrawnAsInPython() throws {
        let golden = try Golden.load()
        let features = try golden.features()
        var configuration = golden.configuration
        configuration.binningRows = 150
        let booster = try golden.train(features, configuration)
        let raw = try booster.rawScores(of: features, rows: Array(0..<20), threads: 1)
        #expect(Tolerance(absolute: 1e-12).firstDifference(raw, golden.sampledRaw) == nil)
    }

    @Test func contributionsAddUpToTheRawScore() throws {
        let golden = try Golden.load()
        let features = try golden.features()
        let booster = try golden.train(features)
        let contributions = try booster.contributions(of: features, threads: 2)
        #expect(contributions.rowCount == golden.labels.count)
        let sums = (0..<contributions.rowCount).map { row in
            contributions.row(row).reduce(0, +) + contributions.expectedScore(row: row)
        }
        let raw = try booster.rawScores(of: features, threads: 2)
        #expect(Tolerance(absolute: 1e-10).firstDifference(sums, raw) == nil)
    }

    /// The files are for check_model.py; see there.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["CYGNET_KEEP_MODEL"] != nil,
            "set CYGNET_KEEP_MODEL to keep them"
        )
    )
    func aModelIsKeptForPython() throws {
        struct Predictions: Encodable {
            let names: [String]
            let columns: [[Float?]]
            let raw: [Double]
            let contributions: [Double]
        }
        let golden = try Golden.load()
        let features = try golden.features()
        let booster = try golden.train(features, seed: 11, threads: 2)
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["CYGNET_KEEP_MODEL"]))
        try BoosterFile.save(booster, to: folder.appending(path: "model.txt"))
        let predictions = Predictions(
            names: golden.names,
            columns: golden.columns,
            raw: try booster.rawScores(of: features, threads: 1),
            contributions: try booster.contributions(of: features, threads: 1).values
        )
        try JSONEncoder().encode(predictions).write(to: folder.appending(path: "predictions.json"))
    }
}
