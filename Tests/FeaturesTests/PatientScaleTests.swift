import Randomness
import TestSupport
import Testing

@testable import Features

/// Scores are those of the definition, whichever value comes first.
@Suite struct PatientScaleTests {
    private let tolerance = Tolerance(absolute: 1e-12, relative: 1e-9)

    /// Values around `centre`, the first of them as far away as `outlier` says.
    private func values(_ count: Int, centre: Double, outlier: Double, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return [centre + outlier]
            + (1..<count).map { _ in centre + generator.normal(mean: 0, standardDeviation: 1) }
    }

    /// `(x - mean) / (sd + 1e-5)`: the mean first, then the squares of the differences from it. No digits are lost where
    /// `centre` lies near the values.
    private func expectedScores(_ values: [Double], centre: Double) -> [Double] {
        let values = values.map { $0 - centre }
        let present = values.filter { !$0.isNaN }
        let count = Double(present.count)
        let mean = present.reduce(0, +) / count
        let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return values.map { ($0 - mean) / ((squares / (count - 1)).squareRoot() + 1e-5) }
    }

    private func scores(_ values: [Double]) -> [Double] {
        let rows = values.indices.map(Int32.init)
        return values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                let scale = PatientScale(values, of: rows)
                return values.map(scale.score)
            }
        }
    }

    @Test(arguments: [2, 3, 4, 5, 17, 241, 9_001], [0, 3, 1e3, 1e9])
    func `The first value may lie far away`(count: Int, outlier: Double) {
        let values = values(count, centre: 12, outlier: outlier, seed: UInt64(count))
        #expect(tolerance.firstDifference(scores(values), expectedScores(values, centre: 12)) == nil)
    }

    @Test func `The values may lie far from zero`() {
        let values = values(4_121, centre: 1e6, outlier: 30, seed: 1)
        #expect(tolerance.firstDifference(scores(values), expectedScores(values, centre: 1e6)) == nil)
    }

    @Test func `Missing values take no part, not even the first`() {
        let values = values(50, centre: 3, outlier: 1, seed: 2)
        let holes = [.nan] + values + [.nan, .nan]
        let found = scores(holes)
        #expect(found[0].isNaN && found[51].isNaN)
        #expect(tolerance.firstDifference(Array(found[1...50]), expectedScores(values, centre: 3)) == nil)
    }
}
