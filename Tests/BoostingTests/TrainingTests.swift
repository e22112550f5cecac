import Diagnostics
import Dispatch
import Randomness
import Synchronization
import Tables
import TestSupport
import Testing

@testable import Boosting

@Suite struct TrainingTests {
    private let golden: Golden
    private let features: FeatureMatrix

    init() throws {
        golden = try Golden.load()
        features = try golden.features()
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        #expect(try golden.train(features).modelText == golden.train(features).modelText)
        #expect(try golden.train(features).modelText != golden.train(features, seed: 8).modelText)
    }

    @Test func rowsAreTakenAsIfTheOthersWereNotThere() throws {
        let rows = (0..<golden.labels.count).filter { $0 % 3 != 0 }
        let taken = try golden.train(features, rows: rows)
        let labels = rows.map { golden.labels[$0] }
        let dataset = try BoostingDataset(
            features: features.select(rows: rows),
            labels: labels,
            configuration: golden.configuration,
            seed: golden.seed,
            threads: 1
        )
        let alone = try Booster.train(on: dataset, configuration: golden.configuration, seed: golden.seed)
        #expect(taken.modelText == alone.modelText)
    }

    @Test func aSubsetOfAllRowsIsTheWholeAndARepeatedRowCountsTwice() throws {
        let all = try BoostingDataset(
            features: features,
            labels: golden.labels,
            configuration: golden.configuration,
            seed: golden.seed,
            threads: 1
        )
        let whole = try all.subset(positions: Array(golden.labels.indices), seed: golden.seed)
        let fromWhole = try Booster.train(on: whole, configuration: golden.configuration, seed: golden.seed)
        #expect(fromWhole.modelText == (try golden.train(features)).modelText)

        let twice = golden.labels.indices.flatMap { golden.labels[$0] == 1 ? [$0, $0] : [$0] }
        let doubled = try all.subset(positions: twice, seed: golden.seed)
        #expect(doubled.labels.reduce(0, +) == 2 * golden.labels.reduce(0, +))
        var everyRow = golden.configuration
        everyRow.rowsPerDraw = 1
        let fromDoubled = try Booster.train(on: doubled, configuration: everyRow, seed: golden.seed)
        let roots = fromDoubled.modelText.split(separator: "\n").filter { $0.hasPrefix("internal_count=") }
        #expect(roots.allSatisfy { $0.hasPrefix("internal_count=\(twice.count)") })
    }

    /// Columns that all folds share are binned apart from those of a fold.
    @Test func joinedColumnsTrainAsIfTheyHadBeenBinnedTogether() throws {
        var configuration = golden.configuration
        configuration.columnsPerTree = 1
        configuration.columnsPerNode = 1
        func dataset(_ columns: Range<Int>) throws -> BoostingDataset {
            try BoostingDataset(
                features: FeatureMatrix(
                    names: Array(golden.names[columns]),
                    columns: Array(features.columns[columns]),
                    rowCount: features.rowCount
                ),
                labels: golden.labels,
                configuration: configuration,
                seed: 1,
                threads: 1
            )
        }
        let positions = golden.labels.indices.filter { $0 % 4 != 1 }
        let width = golden.names.count
        let whole = try dataset(0..<width).subset(positions: positions, seed: 1)
        let joined = try dataset(0..<4).subset(positions: positions, seed: 1, joining: dataset(4..<width))
        #expect(joined.featureNames == golden.names)
        #expect(joined.labels == whole.labels)
        let expected = try Booster.train(on: whole, configuration: configuration, seed: 1)
        let trained = try Booster.train(on: joined, configuration: configuration, seed: 1)
        #expect(trained.structure == expected.structure)
        let difference = Tolerance(absolute: 1e-9).firstDifference(
            try trained.rawScores(of: features, threads: 1),
            try expected.rawScores(of: features, threads: 1)
        )
        #expect(difference == nil)
        #expect(throws: BoostingError.self) {
            try dataset(0..<4).subset(positions: positions, seed: 1, joining: dataset(3..<width))
        }
    }

    @Test func theMeanOfBoostersIsTheMeanOfTheirScores() throws {
        let boosters = try [1, 2, 3].map { try golden.train(features, seed: $0) }
        let rows = [5, 0, 399, 12]
        let mean = try Booster.meanRawScores(boosters, of: features, rows: rows, threads: 2)
        let single = try boosters.map { try $0.rawScores(of: features, rows: rows, threads: 1) }
        let expected = rows.indices.map { row in single.reduce(0) { $0 + $1[row] } / 3 }
        #expect(Tolerance(absolute: 1e-12).firstDifference(mean, expected) == nil)
        #expect(Booster.timeInLibrary > .zero)
    }

    @Test func categoriesAreSplitBySetsOfCodes() throws {
        // Malignant are the even codes: one set of codes, but many borders.
        let codes = golden.labels.enumerated().map { row, label in Float(2 * (row % 12) + 1 - label) }
        let matrix = try FeatureMatrix(names: ["code"], columns: [codes], rowCount: codes.count)
        var configuration = golden.configuration
        configuration.rounds = 30
        configuration.minimumLeafRows = 2
        let dataset = try BoostingDataset(
            features: matrix,
            labels: golden.labels,
            categories: ["code"],
            configuration: configuration,
            seed: 1,
            threads: 1
        )
        let booster = try Booster.train(on: dataset, configuration: configuration, seed: 1)
        #expect(booster.modelText.contains("cat_threshold="))
        let use = try booster.columnUse()
        #expect(use.count == 1 && use[0].gain > 0 && use[0].splits > 0)
        let asked = try FeatureMatrix(names: ["code"], columns: [[0, 1, .nan, 77, -3]], rowCount: 5)
        let scores = try booster.rawScores(of: asked, threads: 1)
        #expect(scores[0] != scores[1])
        #expect(scores.allSatisfy { $0.isFinite })
    }

    /// LightGBM has one number of threads for the whole process, and buffers of the size it had when they were made.
    @Test func trainingAtOnceWithDifferentNumbersOfThreadsChangesNothing() throws {
        let expected = try golden.train(features).rawScores(of: features, threads: 1)
        let results = Mutex<[[Double]]>([])
        DispatchQueue.concurrentPerform(iterations: 9) { index in
            let threads = 1 + index % 3
            let scores = try? golden.train(features, threads: threads).rawScores(of: features, threads: threads)
            results.withLock { $0.append(scores ?? []) }
        }
        #expect(results.withLock { $0 } == Array(repeating: expected, count: 9))
    }

    @Test func predictionDoesNotDependOnHowRowsAreBlocked() throws {
        let booster = try golden.train(features)
        let all = try booster.rawScores(of: features, threads: 2)
        let picked = [399, 0, 17, 17, 256]
        #expect(try booster.rawScores(of: features, rows: picked, threads: 1) == picked.map { all[$0] })
        #expect(try booster.rawScores(of: features, rows: [], threads: 1) == [])
    }

    @Test func blocksHoldTheRowsInOrder() throws {
        // 70,000 columns make blocks of the smallest height, 64 rows.
        let width = 70_000
        let column = (0..<130).map(Float.init)
        let wide = try FeatureMatrix(
            names: (0..<width).map { "f\($0)" },
            columns: Array(repeating: column, count: width),
            rowCount: 130
        )
        var rows: [Float] = []
        var blocks = 0
        try FeatureBlocks(wide, rows: Array((0..<130).reversed())).forEach { start, count, values in
            #expect(start == rows.count)
            for row in 0..<count {
                #expect(values[row * width] == values[row * width + width - 1])
                rows.append(values[row * width])
            }
            blocks += 1
        }
        #expect(rows == column.reversed())
        #expect(blocks == 3)
    }

    @Test func earlyStoppingKeepsTheBestRound() throws {
        let training = (0..<300).map { $0 }
        let held = (300..<400).map { $0 }
        var configuration = golden.configuration
        configuration.rounds = 200
        configuration.columnsPerNode = 1
        let dataset = try BoostingDataset(
            features: features,
            rows: training,
            labels: golden.labels,
            configuration: configuration,
            seed: 1,
            threads: 1
        )
        var looks = 0
        // The score peaks at the fourth look: round 30.
        let stopping = EarlyStopping(features: features, rows: held, labels: golden.labels, every: 10, patience: 2) {
            #expect($0.count == 100)
            looks += 1
            return -abs(Double(looks) - 4)
        }
        let booster = try Booster.train(
            on: dataset,
            configuration: configuration,
            seed: 1,
            earlyStopping: stopping
        )
        #expect(booster.structure.treeCount == 30)
        #expect(looks == 6)
        configuration.rounds = 30
        let fixed = try Booster.train(on: dataset, configuration: configuration, seed: 1)
        #expect(
            try fixed.rawScores(of: features, threads: 1) == booster.rawScores(of: features, threads: 1)
        )
    }

    @Test func watchedRowsAreScoredAsPredictionScoresThem() throws {
        let held = (300..<400).map { $0 }
        let dataset = try BoostingDataset(
            features: features,
            rows: Array(0..<300),
            labels: golden.labels,
            configuration: golden.configuration,
            seed: 1,
            threads: 1
        )
        var last: [Double] = []
        let stopping = EarlyStopping(features: features, rows: held, labels: golden.labels, every: 1, patience: 50) {
            last = $0
            return Double($0.count) + ($0.max() ?? 0)
        }
        let booster = try Booster.train(
            on: dataset,
            configuration: golden.configuration,
            seed: 1,
            earlyStopping: stopping
        )
        if booster.structure.treeCount == golden.rounds {
            let predicted = try booster.probabilities(of: features, rows: held, threads: 1)
            #expect(Tolerance(absolute: 1e-12).firstDifference(last, predicted) == nil)
        }
    }

    @Test func theLeafShrinksWithThePositives() {
        let published = BoosterConfiguration()
        #expect(published.adapted(toPositives: 960).minimumLeafRows == 85)
        #expect(published.adapted(toPositives: 5_000).minimumLeafRows == 85)
        #expect(published.adapted(toPositives: 480).minimumLeafRows == 43)
        #expect(published.adapted(toPositives: 20).minimumLeafRows == 10)
        var small = published
        small.minimumLeafRows = 5
        #expect(small.adapted(toPositives: 960).minimumLeafRows == 5)
    }

    @Test func nothingIsPrintedAndWarningsReachTheProgress() throws {
        let heard = Mutex<[String]>([])
        let progress = Progress { event in
            if case .warning(let text) = event { heard.withLock { $0.append(text) } }
        }
        var configuration = golden.configuration
        configuration.rounds = 30
        configuration.columnsPerTree = 0.15
        configuration.columnsPerNode = 1
        // One column of seven for each tree, and some of them constant: rounds without a split are counted.
        let dataset = try BoostingDataset(
            features: features,
            labels: golden.labels,
            configuration: configuration,
            seed: 3,
            threads: 1,
            progress: progress
        )
        let booster = try Booster.train(
            on: dataset,
            configuration: configuration,
            seed: 3,
            progress: progress
        )
        let warnings = heard.withLock { $0 }
        if booster.structure.treeCount < 30 {
            #expect(warnings.contains { $0.contains("rounds found no split") })
        }
        #expect(!warnings.contains { $0.contains("No further splits") })
    }
}
