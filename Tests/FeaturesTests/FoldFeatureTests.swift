import Diagnostics
import Evaluation
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Features

/// Features that need other patients are fitted on training rows, and training rows do not see their own labels.
@Suite struct FoldFeatureTests {
    private let rows = 3_000
    private let table: Table
    private let groups: TextColumn
    private let labels: [Int]

    /// Labels that have nothing to do with anything: many categories, few positives, the trap for target encodings.
    init() throws {
        var generator = SeededGenerator(seed: 31)
        let count = rows
        let locations = (0..<count).map { _ -> String? in
            let level = generator.integer(below: 600)
            return level == 0 ? nil : "location \(level)"
        }
        let hospitals = (0..<count).map { row -> String? in row % 7 == 0 ? nil : "hospital \(row % 3)" }
        table = try Table([
            (name: "tbp_lv_H", column: .double((0..<count).map { _ in 50 + generator.normal() * 5 })),
            (name: "tbp_lv_location", column: .text(TextColumn(locations))),
            (name: "attribution", column: .text(TextColumn(hospitals))),
        ])
        groups = TextColumn((0..<count).map { _ in "IP_\(generator.integer(below: 300))" })
        labels = (0..<count).map { _ in generator.chance(0.1) ? 1 : 0 }
    }

    private func fit(labels: [Int]? = nil, rows: [Int]? = nil) throws -> (FittedFoldFeatures, FeatureMatrix) {
        let result = try FoldFeatures(seed: 1).fit(
            table,
            rows: rows ?? Array(0..<self.rows),
            labels: labels ?? self.labels,
            groups: groups
        )
        return (result.fitted, result.features)
    }

    @Test func `Random labels give training rows no hint: out of fold the area under the curve is one half`() throws {
        let (fitted, training) = try fit()
        let honest = try #require(training["te_tbp_lv_location"]).map(Double.init)
        let leaking = try #require(try fitted.transform(table)["te_tbp_lv_location"]).map(Double.init)
        let honestArea = auc(try LabelledScores(labels: labels, scores: honest))
        let leakingArea = auc(try LabelledScores(labels: labels, scores: leaking))
        #expect(leakingArea > 0.75, "the trap is set: \(leakingArea)")
        #expect(abs(honestArea - 0.5) < 0.06, "\(honestArea)")
    }

    @Test func `A patient's labels change nothing in the patient's own training rows`() throws {
        let (_, before) = try fit()
        let rows = groups.codes.indices.filter { groups.codes[$0] == 4 }
        var flipped = labels
        for row in rows { flipped[row] = 1 - flipped[row] }
        let (_, after) = try fit(labels: flipped)
        #expect(rows.count > 2)
        for (name, columns) in zip(before.names, zip(before.columns, after.columns)) {
            let same = rows.allSatisfy { columns.0[$0].bitPattern == columns.1[$0].bitPattern }
            #expect(same, "\(name)")
        }
        #expect(before["te_tbp_lv_location"] != after["te_tbp_lv_location"], "other patients' rows do change")
    }

    @Test func `Labels and measures of rows held out are never read`() throws {
        let held = Set(groups.codes.indices.filter { groups.codes[$0] % 5 == 0 })
        let training = (0..<rows).filter { !held.contains($0) }
        let (fitted, features) = try fit(rows: training)
        var other = labels
        for row in held { other[row] = 1 - other[row] }
        #expect(try fit(labels: other, rows: training).0 == fitted)
        let alone = try fitted.transform(table.select(rows: held.sorted()))
        let same = zip(features.columns, alone.columns).allSatisfy { whole, part in
            zip(held.sorted(), part).allSatisfy { whole[$0].bitPattern == $1.bitPattern }
        }
        #expect(same, "rows held out are transformed as new lesions are")
    }

    @Test func `Encodings and hospital scores follow their definitions`() throws {
        let small = try Table([
            (name: "tbp_lv_H", column: .double([50, 54, 58, .nan, 40, 41])),
            (name: "attribution", column: .text(TextColumn(["a", "a", "a", "a", "b", nil]))),
        ])
        let patients = TextColumn(["1", "2", "3", "4", "5", "6"])
        let fitted = try FoldFeatures(seed: 1).fit(
            small,
            rows: Array(0..<6),
            labels: [1, 0, 0, 0, 1, 0],
            groups: patients
        ).fitted
        let later = try Table([
            (name: "tbp_lv_H", column: .double([56, 56, 56, 56])),
            (name: "attribution", column: .text(TextColumn(["a", "b", "new", nil]))),
        ])
        let matrix = try fitted.transform(later)
        let share = 2.0 / 6
        let expected = [(1 + 50 * share) / 54, (1 + 50 * share) / 51, share, 50 * share / 51]
        #expect(Tolerance(relative: 1e-6).firstDifference(try #require(matrix["te_attribution"]), expected) == nil)
        let scores = try #require(matrix["tbp_lv_H_hospital_norm"])
        #expect(Tolerance(relative: 1e-6).accepts(Double(scores[0]), (56 - 54) / (4 + 1e-5)))
        // A hospital with one lesion, an unseen one, and none.
        #expect(scores.map(\.isNaN) == [false, true, true, true])
        #expect(fitted.catalogue.map(\.name) == matrix.names)
    }

    @Test func `The fitted state survives its storage, and the same seed gives the same features`() throws {
        let (fitted, features) = try fit()
        let stored = try JSONDecoder().decode(FittedFoldFeatures.self, from: try JSONEncoder().encode(fitted))
        #expect(stored == fitted)
        #expect(try fit().1.columns.map { $0.map(\.bitPattern) } == features.columns.map { $0.map(\.bitPattern) })
        let loaded = try stored.transform(table)
        let expected = try fitted.transform(table)
        #expect(loaded.columns.map { $0.map(\.bitPattern) } == expected.columns.map { $0.map(\.bitPattern) })
    }

    @Test func `A cohort without these columns has no such features, and absent ones are named`() throws {
        let bare = try Table([(name: "isic_id", column: .text(TextColumn(["x", "y"])))])
        let patients = TextColumn(["1", "2"])
        let result = try FoldFeatures(seed: 1).fit(bare, rows: [0, 1], labels: [0, 1], groups: patients)
        #expect(result.features.names.isEmpty && result.features.rowCount == 2)
        let (fitted, _) = try fit()
        let error = #expect(throws: TableError.self) { try fitted.transform(bare) }
        #expect(try #require(error).description.contains("tbp_lv_location"))
        let short = FeatureError.labelCount(expected: 2, found: 1, table: nil)
        #expect(throws: short) {
            try FoldFeatures(seed: 1).fit(bare, rows: [0], labels: [1], groups: patients)
        }
    }

    @Test func `One patient alone has nobody to learn encodings from`() throws {
        let one = try Table([(name: "sex", column: .text(TextColumn(["male", "female", nil])))])
        let result = try FoldFeatures(seed: 1).fit(
            one,
            rows: [0, 1, 2],
            labels: [1, 0, 0],
            groups: TextColumn(["p", "p", "p"])
        )
        #expect(result.features["te_sex"]?.allSatisfy(\.isNaN) == true)
        #expect(try result.fitted.transform(one)["te_sex"]?.allSatisfy { !$0.isNaN } == true)
    }
}
