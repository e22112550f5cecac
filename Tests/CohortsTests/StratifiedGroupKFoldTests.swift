import Diagnostics
import Foundation
import Randomness
import Storage
import TestSupport
import Testing

@testable import Cohorts
@testable import Tables

@Suite("Folds keep patients whole and classes even")
struct StratifiedGroupKFoldTests {
    /// Rows of patients of unequal size; about one lesion in fifty is malignant.
    private func cohort(patients: Int, seed: UInt64) -> (labels: [Int], groups: [String]) {
        var generator = SeededGenerator(seed: seed)
        var rows: [(Int, String)] = []
        for patient in 0..<patients {
            let size = 1 + Int(exp(generator.normal(mean: 2.5, standardDeviation: 1)))
            for _ in 0..<size { rows.append((generator.chance(0.02) ? 1 : 0, "IP_\(patient * 7919 % 100_003)")) }
        }
        let order = generator.permutation(of: rows.count)
        return (order.map { rows[$0].0 }, order.map { rows[$0].1 })
    }

    private struct Cases: Decodable {
        struct Case: Decodable {
            let name: String
            let n_splits: Int
            let groups: [String]
            let y: [Int]
            let group_fold: [String: Int]
        }
        let cases: [Case]
    }

    @Test(
        "Without shuffling the folds equal scikit-learn's",
        .enabled(if: Places.hasShared("fixtures/sgkf_cases.json"), "needs ../shared/fixtures")
    )
    func scikitLearn() throws {
        let cases = try JSONFile.read(Cases.self, from: Places.shared("fixtures/sgkf_cases.json")).cases
        #expect(!cases.isEmpty)
        for example in cases {
            let folds = try StratifiedGroupKFold(splits: example.n_splits)
                .assign(labels: example.y, groups: example.groups)
            let expected = example.groups.map { example.group_fold[$0] }
            #expect(folds == expected, "\(example.name)")
        }
    }

    private struct ReferenceCase: Decodable {
        let name: String
        let splits: Int
        let groups: [String]
        let labels: [Int]
        let folds: [Int]
    }

    @Test("Ties, names beyond ASCII, three classes and small folds equal scikit-learn's too")
    func reference() throws {
        let cases = try JSONFile.read(
            [ReferenceCase].self,
            from: Places.fixture("Cohorts/stratified_group_k_fold.json")
        )
        for example in cases {
            let folds = try StratifiedGroupKFold(splits: example.splits)
                .assign(labels: example.labels, groups: example.groups)
            #expect(folds == example.folds, "\(example.name)")
        }
    }

    @Test("folds that share no patient", arguments: [nil, 1, 42, 2024] as [UInt64?])
    func sharedPatients(seed: UInt64?) throws {
        let (labels, groups) = cohort(patients: 300, seed: 5)
        let folds = try StratifiedGroupKFold(splits: 5, shuffleSeed: seed).assign(labels: labels, groups: groups)
        var patientsOfFold = Array(repeating: Set<String>(), count: 5)
        for (group, fold) in zip(groups, folds) { patientsOfFold[fold].insert(group) }
        for first in 0..<5 {
            for second in 0..<first { #expect(patientsOfFold[first].isDisjoint(with: patientsOfFold[second])) }
        }
        #expect(patientsOfFold.reduce(0) { $0 + $1.count } == Set(groups).count)
    }

    @Test("Classes and rows are even, shuffled or not", arguments: [nil, 1, 42, 2024] as [UInt64?])
    func evenness(seed: UInt64?) throws {
        let (labels, groups) = cohort(patients: 300, seed: 5)
        let folds = try StratifiedGroupKFold(splits: 5, shuffleSeed: seed).assign(labels: labels, groups: groups)
        let rows = (0..<5).map { fold in folds.count { $0 == fold } }
        let malignant = (0..<5).map { fold in zip(folds, labels).count { $0 == fold && $1 == 1 } }
        let meanRows = Double(labels.count) / 5
        let meanMalignant = Double(labels.reduce(0, +)) / 5
        #expect(rows.allSatisfy { abs(Double($0) - meanRows) <= 0.03 * meanRows })
        #expect(malignant.allSatisfy { abs(Double($0) - meanMalignant) <= 2 })
    }

    @Test("The order of the rows does not change a patient's fold", arguments: [nil, 42] as [UInt64?])
    func rowOrder(seed: UInt64?) throws {
        let (labels, groups) = cohort(patients: 120, seed: 8)
        let split = StratifiedGroupKFold(splits: 4, shuffleSeed: seed)
        let folds = try split.assign(labels: labels, groups: groups)
        var generator = SeededGenerator(seed: 3)
        let order = generator.permutation(of: labels.count)
        let again = try split.assign(labels: order.map { labels[$0] }, groups: order.map { groups[$0] })
        #expect(again == order.map { folds[$0] })
    }

    @Test("The seed decides the folds")
    func seeds() throws {
        let (labels, groups) = cohort(patients: 120, seed: 8)
        func folds(_ seed: UInt64?) throws -> [Int] {
            try StratifiedGroupKFold(splits: 5, shuffleSeed: seed).assign(labels: labels, groups: groups)
        }
        #expect(try folds(42) == folds(42))
        #expect(try folds(42) != folds(43))
        #expect(try folds(42) != folds(nil))
    }

    @Test("Levels that no row has are no groups")
    func unusedLevels() throws {
        let groups = TextColumn(levels: ["unused", "b", "a", "c"], codes: [1, 2, 3, 1])
        let split = StratifiedGroupKFold(splits: 3)
        #expect(try split.assign(labels: [0, 1, 0, 1], groups: groups).count == 4)
        #expect(throws: CohortError.self) {
            try StratifiedGroupKFold(splits: 4).assign(labels: [0, 1, 0, 1], groups: groups)
        }
    }

    @Test("What cannot be split is said")
    func impossible() {
        func problem(_ splits: Int, _ labels: [Int], _ groups: [String?]) -> String? {
            do throws(CohortError) {
                _ = try StratifiedGroupKFold(splits: splits).assign(labels: labels, groups: TextColumn(groups))
                return nil
            } catch {
                return error.problem.what
            }
        }
        #expect(problem(2, [0, 0, 0], ["a", "b", "c"]) == "folds cannot be stratified: the cohort has one class only")
        #expect(problem(4, [0, 1, 0], ["a", "b", "c"]) == "there are fewer groups (patients) than folds")
        #expect(problem(1, [0, 1], ["a", "b"]) == "the rows cannot be split")
        #expect(problem(2, [0, 1], ["a", nil]) == "a row has no group (patient)")
        #expect(problem(2, [], []) == "folds cannot be stratified: the cohort has one class only")
        #expect(problem(2, [0], ["a", "b"]) == "labels and groups differ in length")
    }

    @Test("A class with fewer patients than folds is a warning")
    func rareClass() throws {
        let split = StratifiedGroupKFold(splits: 3)
        let groups = TextColumn(["a", "b", "c", "d"])
        #expect(try split.warnings(labels: [1, 1, 0, 0], groups: groups).count == 2)
        #expect(try split.warnings(labels: [1, 0, 0, 0], groups: groups).map(\.found) == ["1"])
        #expect(try split.assign(labels: [1, 0, 0, 0], groups: groups).count == 4)
    }
}
