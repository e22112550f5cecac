import Boosting
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Stacking

/// Columns that are hidden, coded or shared on their way to the boosters.
@Suite struct FoldColumnTests {
    private let cohort: SyntheticStack
    private let levels = ["attribution=A", "attribution=B", "attribution=C", "sex=female", "sex=male"]

    init() throws {
        var cohort = try SyntheticStack(patients: 45)
        let rows = cohort.labels.count
        var generator = SeededGenerator(seed: 8)
        let hospital = (0..<rows).map { _ in generator.integer(below: 4) }
        let isMale = (0..<rows).map { _ in generator.chance(0.5) }
        // Hospital C has the malignant lesions; a fourth one is unknown: zero everywhere.
        let columns = (0..<3).map { level in
            hospital.indices.map { row in
                Float(
                    level == 2 && cohort.labels[row] == 1
                        ? 1 : cohort.labels[row] == 1 || hospital[row] != level ? 0 : 1
                )
            }
        }
        try cohort.inputs.features.append(
            contentsOf: FeatureMatrix(
                names: levels,
                columns: columns + [isMale.map { $0 ? 0 : 1 }, isMale.map { $0 ? 1 : 0 }],
                rowCount: rows
            )
        )
        self.cohort = cohort
    }

    private func configuration(_ change: (inout StackConfiguration) -> Void) -> StackConfiguration {
        var configuration = cohort.configuration
        configuration.mode = .tabular
        change(&configuration)
        return configuration
    }

    private func splits(of name: String, _ stack: FittedStack) throws -> Int {
        try stack.parts[0].members.flatMap(\.boosters).reduce(0) { sum, booster in
            let place = try #require(booster.structure.featureNames.firstIndex { $0.hasPrefix(name) })
            return sum
                + (try booster.columnUse()[place...].prefix(name == "attribution" ? 3 : 1).reduce(0) { $0 + $1.splits })
        }
    }

    @Test func `Hospital dropout hides a share of hospitals and nothing else`() throws {
        let configuration = configuration { $0.hospitalDropout = 0.4 }
        let layout = StackLayout(cohort.inputs, .tabular, configuration)
        #expect(layout.hospitals == Array(levels.prefix(3)))
        #expect(layout.tabular == ["size", "noise", "sex=female", "sex=male"])
        let rows = Array(cohort.labels.indices)
        let fitted = try FoldColumns(cohort.inputs, layout, configuration, rows: rows, seed: 1)
        let own = try StackMatrix(cohort.inputs, layout, threads: 1).own(fitted, foldModel: 0)
        let hidden = try HospitalDropout(share: 0.4).hide(own, layout, seed: 5)
        #expect(try HospitalDropout(share: 0.4).hide(own, layout, seed: 5).matrix.columns == hidden.matrix.columns)
        func known(_ columns: StackColumns) -> [Int] {
            rows.filter { row in columns.matrix.columns.contains { $0[row] == 1 } }
        }
        let share = 1 - Double(known(hidden).count) / Double(known(own).count)
        #expect(abs(share - 0.4) < 0.06)
        #expect(Set(known(hidden)).isSubset(of: known(own)))
    }

    @Test func `Boosters lean less on a hospital that is often hidden, and are scored with it`() throws {
        try Places.withTemporaryFolder { folder in
            let usual = try cohort.fit(configuration { _ in }, into: folder.appending(path: "a")).stack
            let dropped = try cohort.fit(configuration { $0.hospitalDropout = 0.9 }, into: folder.appending(path: "b"))
                .stack
            #expect(try splits(of: "attribution", dropped) < splits(of: "attribution", usual))
            let loaded = try FittedStack.load(folder.appending(path: "b"))
            #expect(try loaded.predict(cohort.newLesions) == dropped.predict(cohort.newLesions))
            #expect(Set(loaded.tabularFeatureNames) == Set(cohort.inputs.features.names))
        }
    }

    @Test(arguments: [0, 0.3])
    func `Native categories are one column of codes each, and unknown levels are missing`(dropout: Double) throws {
        try Places.withTemporaryFolder { folder in
            let configuration = configuration {
                $0.categories = .native
                $0.hospitalDropout = dropout
            }
            let result = try cohort.fit(configuration, into: folder)
            let names = result.stack.parts[0].members[0].boosters[0].structure.featureNames
            #expect(Set(names) == ["size", "noise", "attribution", "sex"])
            let text = result.stack.parts[0].members.flatMap(\.boosters).map(\.modelText).joined()
            #expect(text.contains("cat_threshold="))
            let loaded = try FittedStack.load(folder)
            let predicted = try loaded.predict(cohort.newLesions)
            #expect(predicted == (try result.stack.predict(cohort.newLesions)))
            // A hospital nobody has seen.
            var unknown = cohort.newLesions
            unknown.features = try FeatureMatrix(
                names: unknown.features.names,
                columns: zip(unknown.features.names, unknown.features.columns).map { name, column in
                    name.hasPrefix("attribution=") ? column.map { _ in 0 } : column
                },
                rowCount: unknown.rowCount
            )
            #expect(try loaded.predict(unknown).allSatisfy { $0 > 0 && $0 < 1 })
            let reasons = try loaded.contributions(cohort.newLesions, top: 4)
            #expect(Set(reasons[0].map(\.feature)) == Set(names))
        }
    }

    @Test func `Early stopping watches patients that a booster does not learn from`() throws {
        let rows = cohort.labels.indices.filter { cohort.folds[$0] != 0 }
        let patients = WatchedPatients(rows, cohort.inputs.groups, share: 0.3, seed: 1)
        #expect((patients.learned + patients.watched).sorted() == rows)
        let learned = Set(patients.learned.map { cohort.inputs.groups.codes[$0] })
        #expect(learned.isDisjoint(with: patients.watched.map { cohort.inputs.groups.codes[$0] }))
        #expect(abs(Double(patients.watched.count) / Double(rows.count) - 0.3) < 0.15)
        try Places.withTemporaryFolder { folder in
            let stack = try cohort.fit(
                configuration {
                    $0.earlyStoppingShare = 0.3
                    $0.booster.rounds = 300
                },
                into: folder
            ).stack
            let trees = stack.parts[0].members.flatMap(\.boosters).map(\.structure.treeCount)
            #expect(trees.allSatisfy { $0 > 1 && $0 < 300 })
        }
    }
}
