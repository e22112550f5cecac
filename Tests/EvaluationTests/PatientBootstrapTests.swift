import Randomness
import TestSupport
import Testing

@testable import Evaluation

/// Returns the metrics of the rows when each stands `weights[row]` times, by writing all of them out; nil for one class.
private func expanded(_ random: RandomCase, weights: [Int]) throws -> RankingMetrics? {
    let rows = random.labels.indices.flatMap { Array(repeating: $0, count: weights[$0]) }
    let labels = rows.map { random.labels[$0] }
    guard labels.contains(0), labels.contains(1) else { return nil }
    return RankingMetrics(ROCCurve(try LabelledScores(labels: labels, scores: rows.map { random.scores[$0] })))
}

@Suite struct PatientBootstrapTests {
    @Test(arguments: [nil, 20, 4, 1] as [Int?], [0.02, 0.3, 0.9])
    func aReplicateEqualsTheMetricsOfTheExpandedRows(levels: Int?, prevalence: Double) throws {
        let tolerance = Tolerance(absolute: 1e-12)
        let random = RandomCase(count: 240, levels: levels, prevalence: prevalence, seed: 5)
        var generator = SeededGenerator(seed: 9)
        let patients = RowGroups((0..<240).map { _ in generator.integer(below: 17) })
        let bootstrap = try PatientBootstrap(try random.labelled(), groups: patients)
        let configuration = BootstrapConfiguration(replicates: 29, seed: 3)

        var expected: [RankingMetrics] = []
        for first in stride(from: 0, to: 29, by: 8) {
            let weights = bootstrap.weights(replicates: first..<min(first + 8, 29), seed: 3)
            for lane in 0..<min(8, 29 - first) {
                let rowWeights = patients.indices.map { Int(weights[Int($0)][lane]) }
                if let metrics = try expanded(random, weights: rowWeights) { expected.append(metrics) }
            }
        }

        let found = try bootstrap.replicates(configuration)
        #expect(found.drawn == 29)
        #expect(tolerance.firstDifference(found.metrics[0].map(\.partialAUC), expected.map(\.partialAUC)) == nil)
        #expect(tolerance.firstDifference(found.metrics[0].map(\.auc), expected.map(\.auc)) == nil)
        #expect(
            tolerance.firstDifference(found.metrics[0].map(\.averagePrecision), expected.map(\.averagePrecision)) == nil
        )
    }

    @Test(arguments: [(60, nil), (4000, 6)] as [(Int, Int?)])
    func withoutGroupsAReplicateIsASampleOfSingleRows(count: Int, levels: Int?) throws {
        // Few distinct scores: classes of rows are drawn. Many: single rows.
        let random = RandomCase(count: count, levels: levels, seed: 2)
        let bootstrap = try PatientBootstrap(try random.labelled())
        #expect((bootstrap.units.sizes.count < count / 8) == (levels != nil))
        let weights = bootstrap.weights(replicates: 0..<8, seed: 1)
        var expected: [RankingMetrics] = []
        for lane in 0..<8 {
            // Any row of a class may stand for the drawn ones: they cannot be told apart.
            var rowWeights = Array(repeating: 0, count: count)
            var seen = Set<Int32>()
            for (row, unit) in bootstrap.units.unitOfRow.enumerated() where seen.insert(unit).inserted {
                rowWeights[row] = Int(weights[Int(unit)][lane])
            }
            #expect(rowWeights.reduce(0, +) == count)
            expected.append(try #require(try expanded(random, weights: rowWeights)))
        }
        let found = try bootstrap.replicates(.init(replicates: 8, seed: 1)).metrics[0]
        #expect(Tolerance(absolute: 1e-12).firstDifference(found.map(\.partialAUC), expected.map(\.partialAUC)) == nil)
    }

    @Test func onePatientPerLesionIsTheSameAsNoPatients() throws {
        let random = RandomCase(count: 50, seed: 4)
        let configuration = BootstrapConfiguration(replicates: 40)
        let alone = try PatientBootstrap(try random.labelled(), groups: RowGroups(Array(0..<50)))
        #expect(
            try alone.replicates(configuration) == PatientBootstrap(try random.labelled()).replicates(configuration)
        )
    }

    @Test func aReplicateDoesNotDependOnHowManyAreDrawn() throws {
        let random = RandomCase(count: 100, seed: 6)
        let bootstrap = try PatientBootstrap(try random.labelled(), groups: RowGroups((0..<100).map { $0 % 9 }))
        let few = try bootstrap.replicates(.init(replicates: 5)).metrics[0]
        let many = try bootstrap.replicates(.init(replicates: 21)).metrics[0]
        #expect(Array(many.prefix(5)) == few)
        let otherSeed = try bootstrap.replicates(.init(replicates: 21, seed: 7)).metrics[0]
        #expect(otherSeed != many)
    }

    @Test func replicatesOfOneClassAreLeftOut() throws {
        // One of three patients holds the only malignant lesion: (2/3)³ of the replicates miss it.
        let labelled = try LabelledScores(labels: [1, 0, 0, 0], scores: [4, 3, 2, 1])
        let bootstrap = try PatientBootstrap(labelled, groups: RowGroups(["a", "a", "b", "c"]))
        let found = try bootstrap.replicates(.init(replicates: 9000))
        let share = Double(found.metrics[0].count) / 9000
        #expect(Tolerance(absolute: 0.02).accepts(share, 1 - 8.0 / 27))
        #expect(found.metrics[0].allSatisfy { $0.auc == 1 })
    }

    @Test func theIntervalHoldsTheValueAndNarrowsWithMorePatients() throws {
        func width(patients: Int) throws -> Double {
            let random = RandomCase(count: patients * 4, seed: 8)
            let groups = RowGroups((0..<patients * 4).map { $0 / 4 })
            let interval = try #require(
                try PatientBootstrap(try random.labelled(), groups: groups).intervals(.init(replicates: 800))?.auc
            )
            let value = auc(try random.labelled())
            #expect(interval.low < value && value < interval.high)
            return interval.high - interval.low
        }
        // Sixteen times the patients: about a quarter of the width.
        #expect(try width(patients: 400) < width(patients: 25) / 2)
    }

    @Test func aPairedComparisonSeesWhatSeparateIntervalsCannot() throws {
        let random = RandomCase(count: 1200, seed: 12)
        var generator = SeededGenerator(seed: 1)
        let noisy = random.scores.map { $0 + generator.normal(standardDeviation: 0.35) }
        let groups = RowGroups((0..<1200).map { $0 / 6 })
        let first = try LabelledScores(labels: random.labels, scores: noisy)
        let second = try random.labelled()
        let comparison = try PairedComparison(first: first, second: second, groups: groups)
        #expect(comparison.auc.value == auc(second) - auc(first))
        #expect(comparison.auc.interval.low > 0)
        #expect(comparison.auc.shareNotBetter < 0.025)
        let separate = try [first, second].map {
            try #require(try PatientBootstrap($0, groups: groups).intervals(.init())).auc
        }
        #expect(separate[0].high > separate[1].low)

        let same = try PairedComparison(first: second, second: second, groups: groups)
        #expect(same.partialAUC == .init(value: 0, interval: Interval(low: 0, high: 0), shareNotBetter: 0.5))
    }

    @Test func columnsOfOtherRowsAreRefused() throws {
        let one = try LabelledScores(labels: [0, 1], scores: [1, 2])
        let other = try LabelledScores(labels: [1, 0], scores: [1, 2])
        #expect(throws: EvaluationError(.otherLabels(row: 0))) { try PatientBootstrap(columns: [one, other]) }
        #expect(throws: EvaluationError.self) { try PatientBootstrap(one, groups: RowGroups([1, 2, 3])) }
        #expect(throws: EvaluationError.self) { try PatientBootstrap(columns: []) }
        #expect(throws: EvaluationError.self) { try PatientBootstrap(one).intervals(.init(replicates: 0)) }
        #expect(throws: EvaluationError.self) { try PatientBootstrap(one).intervals(.init(confidence: 1)) }
    }

    @Test func percentilesInterpolateAsNumPyDoes() {
        // numpy.quantile([4, 1, 3, 2], [0.1, 0.9]) = [1.3, 3.7]
        let interval = Interval(percentilesOf: [4, 1, 3, 2], confidence: 0.8)
        #expect(Tolerance(absolute: 1e-12).accepts(interval.low, 1.3))
        #expect(Tolerance(absolute: 1e-12).accepts(interval.high, 3.7))
    }
}
