import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Stacking

/// What numpy and pandas made of the same numbers (Tests/Fixtures/Stacking/make_golden.py).
private struct Golden: Decodable {
    struct Components: Decodable {
        let columns: [[Float]]
        let projected: [[Double]]
    }
    struct Relative: Decodable {
        let patients: [String]
        let logit: [Float?]
        let rank: [Double?]
        let norm: [Double?]
        let difference: [Double?]
        let ratio: [Double?]
    }
    let principalComponents: Components
    let patientRelative: Relative

    static func load() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Places.fixture("Stacking/golden.json")))
    }
}

@Suite struct ColumnTests {
    @Test func patientRelativeScoresEqualPandas() throws {
        let golden = try Golden.load().patientRelative
        let columns = PatientRelativeScores.columns(
            logits: golden.logit.map { $0 ?? .nan },
            groups: TextColumn(golden.patients)
        )
        let tolerance = Tolerance(absolute: 1e-6, relative: 1e-5)
        for (column, expected) in zip(columns.dropFirst(), [golden.rank, golden.norm, golden.difference, golden.ratio])
        {
            #expect(tolerance.firstDifference(column, expected.map { $0 ?? .nan }) == nil)
        }
    }

    @Test func aLesionWithoutPatientOrCompanyHasNoRelativeForms() {
        let groups = TextColumn(levels: ["A", "B"], codes: [0, -1, -1, 1, 1])
        let columns = PatientRelativeScores.columns(logits: [1, 2, 3, 4, 4], groups: groups)
        for column in columns.dropFirst() { #expect(column.prefix(3).allSatisfy { $0.isNaN }) }
        #expect(columns[1].suffix(2) == [0.75, 0.75])
        #expect(columns[2].suffix(2) == [0, 0])
        #expect(columns[3].suffix(2) == [0, 0])
        #expect(columns[4].suffix(2) == [1, 1])
    }

    @Test func principalComponentsEqualNumpy() throws {
        let golden = try Golden.load().principalComponents
        let rows = golden.columns[0].count
        let matrix = try FeatureMatrix(
            names: golden.columns.indices.map { "e\($0)" },
            columns: golden.columns,
            rowCount: rows
        )
        let components = PrincipalComponents(matrix, rows: Array(0..<rows), count: golden.projected.count, seed: 1)
        for (column, expected) in zip(components.project(matrix, threads: 2), golden.projected) {
            #expect(largestRelativeError(column, expected) < 1e-5)
        }
        let copy = try JSONDecoder().decode(PrincipalComponents.self, from: JSONEncoder().encode(components))
        #expect(copy == components)
    }

    @Test func principalComponentsAreFittedOnTheGivenRowsAndPassMissingOn() throws {
        let golden = try Golden.load().principalComponents
        let rows = golden.columns[0].count
        var columns = golden.columns
        let names = columns.indices.map { "e\($0)" }
        let all = try FeatureMatrix(names: names, columns: columns, rowCount: rows)
        let half = Array(0..<rows / 2)
        let fitted = PrincipalComponents(all, rows: half, count: 3, seed: 1)
        for column in columns.indices { columns[column][rows - 1] = 1_000 }
        columns[4][0] = .nan
        let changed = try FeatureMatrix(names: names, columns: columns, rowCount: rows)
        #expect(
            PrincipalComponents(changed, rows: Array(half.dropFirst()), count: 3, seed: 1)
                == PrincipalComponents(all, rows: Array(half.dropFirst()), count: 3, seed: 1)
        )
        #expect(fitted.project(changed, threads: 1).allSatisfy { $0[0].isNaN && !$0[1].isNaN })
        #expect(PrincipalComponents(all, rows: [1, 2, 3], count: 20, seed: 1).count == 2)
    }

    @Test func aBagHoldsThePublishedShares() {
        let sampler = BagSampler(leastPositiveShare: 0.003, negativesPerPositive: 100)
        #expect(sampler.copies(positives: 315, negatives: 320_000) == 3)
        #expect(sampler.copies(positives: 158, negatives: 5_600) == 1)
        var labels = [Int](repeating: 0, count: 320_315)
        for row in stride(from: 0, to: 315_000, by: 1_000) { labels[row] = 1 }
        var generator = SeededGenerator(seed: 1)
        let first = sampler.positions(labels: labels, generator: &generator)
        #expect(first.count == 945 + 94_500)
        #expect(first.reduce(0) { $0 + labels[$1] } == 945)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 < $1 || ($0 == $1 && labels[$0] == 1) })
        #expect(sampler.positions(labels: labels, generator: &generator) != first)
    }

    @Test func aSmallCohortKeepsAllItsLesionsOnce() {
        let sampler = BagSampler(leastPositiveShare: 0.003, negativesPerPositive: 100)
        let labels = (0..<700).map { $0 % 35 == 0 ? 1 : 0 }
        var generator = SeededGenerator(seed: 1)
        #expect(sampler.positions(labels: labels, generator: &generator) == Array(0..<700))
    }
}
