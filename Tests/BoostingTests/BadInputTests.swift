import Boosting
import Diagnostics
import Tables
import TestSupport
import Testing

@Suite struct BadInputTests {
    private let golden: Golden
    private let features: FeatureMatrix

    init() throws {
        golden = try Golden.load()
        features = try golden.features()
    }

    private func code(_ body: () throws -> some Any) -> BoostingError.Code? {
        do {
            _ = try body()
            return nil
        } catch let error as BoostingError {
            #expect(error.description.count > 20)
            return error.code
        } catch {
            Issue.record("another error: \(error)")
            return nil
        }
    }

    private func train(_ features: FeatureMatrix, labels: [Int], _ configuration: BoosterConfiguration) throws
        -> Booster
    {
        let dataset = try BoostingDataset(
            features: features,
            labels: labels,
            configuration: configuration,
            seed: 1,
            threads: 1
        )
        return try Booster.train(on: dataset, configuration: configuration, seed: 1)
    }

    private func single(_ column: [Float]) throws -> FeatureMatrix {
        try FeatureMatrix(names: ["only"], columns: [column], rowCount: column.count)
    }

    @Test(arguments: [0, 1])
    func oneClassIsRefused(label: Int) {
        let labels = [Int](repeating: label, count: golden.labels.count)
        #expect(code { try train(features, labels: labels, golden.configuration) } == .unusableData)
    }

    @Test func labelsOtherThanZeroAndOneAreRefused() {
        var labels = golden.labels
        labels[5] = 2
        #expect(code { try train(features, labels: labels, golden.configuration) } == .unusableData)
    }

    @Test func noColumnsAndNoRowsAreRefused() throws {
        #expect(
            code { try train(FeatureMatrix(rowCount: 400), labels: golden.labels, golden.configuration) }
                == .unusableData
        )
        #expect(code { try golden.train(features, rows: []) } == .unusableData)
    }

    @Test func aConstantFeatureAloneLearnsNothing() throws {
        let constant = try single(Array(repeating: 1, count: 400))
        #expect(code { try train(constant, labels: golden.labels, golden.configuration) } == .learnedNothing)
    }

    @Test func anAllMissingFeatureAloneLearnsNothing() throws {
        let missing = try single(Array(repeating: .nan, count: 400))
        #expect(code { try train(missing, labels: golden.labels, golden.configuration) } == .learnedNothing)
    }

    @Test func leavesTooLargeForTheDataLearnNothingAndTheRemedyNamesThem() throws {
        var configuration = golden.configuration
        configuration.minimumLeafRows = 300
        #expect(code { try golden.train(features, configuration) } == .learnedNothing)
        #expect(throws: BoostingError.self) {
            do {
                _ = try golden.train(features, configuration)
            } catch let error as BoostingError {
                #expect(error.problem.remedy?.contains("minimumLeafRows (300)") == true)
                throw error
            }
        }
    }

    @Test func aScoreThatIsBestAtRoundOneIsRefused() throws {
        let dataset = try BoostingDataset(
            features: features,
            labels: golden.labels,
            configuration: golden.configuration,
            seed: 1,
            threads: 1
        )
        var looks = 0.0
        let stopping = EarlyStopping(features: features, rows: [0, 1], labels: golden.labels) { _ in
            looks -= 1
            return looks
        }
        #expect(
            code {
                try Booster.train(
                    on: dataset,
                    configuration: golden.configuration,
                    seed: 1,
                    earlyStopping: stopping
                )
            } == .learnedNothing
        )
    }

    @Test(arguments: [Float.infinity, -Float.infinity])
    func anInfiniteValueIsRefusedWithItsPlace(value: Float) throws {
        var columns = features.columns
        columns[0][123] = value
        let broken = try FeatureMatrix(names: features.names, columns: columns, rowCount: 400)
        let booster = try golden.train(features)
        for body in [{ try golden.train(broken) as Any }, { try booster.rawScores(of: broken, threads: 1) as Any }] {
            do {
                _ = try body()
                Issue.record("an infinity passed")
            } catch let error as BoostingError {
                #expect(error.code == .infiniteValue)
                #expect(error.problem.location == "feature area, row 123")
            }
        }
    }

    @Test func otherColumnsThanThoseOfTrainingAreRefused() throws {
        let booster = try golden.train(features)
        let fewer = try FeatureMatrix(
            names: Array(features.names.dropLast()),
            columns: Array(features.columns.dropLast()),
            rowCount: 400
        )
        #expect(code { try booster.rawScores(of: fewer, threads: 1) } == .wrongFeatures)
        let swapped = try FeatureMatrix(
            names: features.names.reversed(),
            columns: features.columns.reversed(),
            rowCount: 400
        )
        #expect(code { try booster.contributions(of: swapped, threads: 1) } == .wrongFeatures)
    }

    @Test func namesWithSpacesAndBracketsAreWrittenSafely() throws {
        var names = features.names
        names[2] = "anatom_site_general=posterior torso"
        names[3] = "mean[0]:\"x\""
        let renamed = try FeatureMatrix(names: names, columns: features.columns, rowCount: 400)
        let booster = try golden.train(renamed)
        #expect(booster.structure.featureNames[2] == "anatom_site_general=posterior_torso")
        #expect(booster.structure.featureNames[3] == "mean_0___x_")
        #expect(
            try booster.rawScores(of: renamed, threads: 1) == golden.train(features).rawScores(of: features, threads: 1)
        )
        names[3] = "anatom_site_general=posterior_torso"
        let clashing = try FeatureMatrix(names: names, columns: features.columns, rowCount: 400)
        #expect(code { try golden.train(clashing) } == .unusableData)
    }

    @Test func settingsOutOfRangeAreUsageErrors() {
        let changes: [(inout BoosterConfiguration) -> Void] = [
            { $0.rounds = 0 }, { $0.learningRate = .nan }, { $0.learningRate = 0 }, { $0.l1Penalty = -1 },
            { $0.l2Penalty = .infinity }, { $0.maximumDepth = 0 }, { $0.maximumLeaves = 1 },
            { $0.columnsPerTree = 1.5 },
            { $0.columnsPerNode = 0 }, { $0.rowsPerDraw = -0.1 }, { $0.roundsPerDraw = -1 }, { $0.minimumLeafRows = 0 },
            { $0.positiveWeight = 0 }, { $0.maximumBins = 1 }, { $0.binningRows = 1 },
        ]
        for change in changes {
            var configuration = golden.configuration
            change(&configuration)
            #expect(code { try golden.train(features, configuration) } == .invalidConfiguration)
        }
        #expect(BoostingError(.invalidConfiguration, Problem("x")).category == .usage)
        #expect(BoostingError(.infiniteValue, Problem("x")).category == .badData)
    }
}
