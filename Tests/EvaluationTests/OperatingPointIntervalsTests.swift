import Randomness
import TestSupport
import Testing

@testable import Evaluation

@Suite struct OperatingPointIntervalsTests {
    /// Lesions whose scores are uniform, benign below 0.9 of them at 0.9.
    private func lesions(_ count: Int) throws -> LabelledScores {
        var generator = SeededGenerator(seed: 7)
        let labels = (0..<count).map { $0 % 4 == 0 ? 1 : 0 }
        return try LabelledScores(labels: labels, scores: labels.map { generator.uniform() + 0.5 * Double($0) })
    }

    @Test func `With one lesion per patient the interval is that of a share`() throws {
        let labelled = try lesions(4000)
        let measured = try OperatingPointIntervals.measure(
            labelled,
            groups: RowGroups(Array(0..<4000)),
            thresholds: [0.9],
            bootstrap: BootstrapConfiguration(replicates: 2000)
        )
        let intervals = try #require(measured[0])
        // Shares of 0.6 among 1,000 malignant and 0.9 among 3,000 benign lesions: normal approximation.
        for (interval, share, count) in [(intervals.sensitivity, 0.6, 1000.0), (intervals.specificity, 0.9, 3000.0)] {
            let width = 2 * 1.96 * (share * (1 - share) / count).squareRoot()
            #expect(Tolerance(relative: 0.12).accepts(interval.high - interval.low, width))
        }
        let point = ROCCurve(labelled).operatingPoint(threshold: 0.9)
        #expect((intervals.sensitivity.low...intervals.sensitivity.high).contains(point.sensitivity))
        #expect((intervals.precision.low...intervals.precision.high).contains(try #require(point.precision)))
    }

    @Test func `Lesions that are alike within patients give wider intervals`() throws {
        let labelled = try lesions(400)
        let repeated = try LabelledScores(
            labels: labelled.labels.flatMap { Array(repeating: $0 ? 1 : 0, count: 10) },
            scores: labelled.scores.flatMap { Array(repeating: $0, count: 10) }
        )
        func width(_ groups: RowGroups) throws -> Double {
            let found = try OperatingPointIntervals.measure(
                repeated,
                groups: groups,
                thresholds: [0.9],
                bootstrap: BootstrapConfiguration(replicates: 400)
            )
            let interval = try #require(found[0]).specificity
            return interval.high - interval.low
        }
        let byPatient = try width(RowGroups((0..<4000).map { $0 / 10 }))
        let byLesion = try width(RowGroups(Array(0..<4000)))
        #expect(byPatient > 2 * byLesion)
    }

    @Test func `Flagging everything is certain, and one patient has no interval`() throws {
        let labelled = try lesions(40)
        let all = try OperatingPointIntervals.measure(
            labelled,
            groups: RowGroups((0..<40).map { $0 / 8 }),
            thresholds: [-1, 3],
            bootstrap: BootstrapConfiguration(replicates: 50)
        )
        #expect(all[0]?.sensitivity == Interval(low: 1, high: 1))
        #expect(all[0]?.specificity == Interval(low: 0, high: 0))
        #expect(all[1]?.specificity == Interval(low: 1, high: 1))
        #expect(all[1]?.precision.low.isNaN == true)
        let alone = try OperatingPointIntervals.measure(
            labelled,
            groups: RowGroups([Int](repeating: 1, count: 40)),
            thresholds: [0.5],
            bootstrap: BootstrapConfiguration(replicates: 50)
        )
        #expect(alone == [nil])
    }
}
