import Evaluation
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Stacking

@Suite struct RankAverageTests {
    @Test func `A table gives the shares of the scores that it was made of`() {
        var generator = SeededGenerator(seed: 1)
        let scores = (0..<5_000).map { _ in generator.normal() }
        let table = QuantileTable(scores)
        #expect(table.isWhole)
        let sorted = scores.sorted()
        for place in [0, 40, 500, 2_500, 4_900, 4_999] {
            let expected = (Double(place) + 0.5) / 5_000
            let share = 1 / (1 + exp(-table.logit(sorted[place])))
            #expect(abs(share - expected) < 0.02 * min(expected, 1 - expected) + 1e-4, "\(place)")
        }
    }

    @Test(arguments: [[0.0], [1, 1, 1, 1], [3, 1, 2], [.nan, 0.5, .nan, 0.25, 0.5]])
    func `A table rises strictly between and beyond its scores`(scores: [Double]) {
        let table = QuantileTable(scores)
        #expect(table.isWhole)
        let known = Set(scores.filter { !$0.isNaN })
        let asked = [-100.0, -1, 0.1, 0.3, 0.7, 1.5, 2.5, 100]
        let shares = asked.map(table.logit)
        #expect(shares.allSatisfy { $0.isFinite })
        if known.count > 1 {
            for (lower, upper) in zip(shares, shares.dropFirst()) { #expect(lower < upper) }
        }
        #expect(table.logit(.nan).isNaN)
    }

    @Test func `A rank average finds the signal, and a lesion's score does not depend on the others`() throws {
        let cohort = try SyntheticStack()
        var configuration = cohort.configuration
        configuration.mode = .rankAverage
        try Places.withTemporaryFolder { folder in
            let result = try cohort.fit(configuration, into: folder)
            #expect(auc(try LabelledScores(labels: cohort.labels, scores: result.outOfFoldScores)) > 0.8)
            #expect(result.stack.parts.map(\.part) == [.tabular, .frozenAlone])
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "frozen-alone/fold2/bag1.txt").path))
            let loaded = try FittedStack.load(folder)
            let all = try loaded.predict(cohort.newLesions)
            #expect(all == (try result.stack.predict(cohort.newLesions)))
            #expect(all.allSatisfy { $0 > 0 && $0 < 1 })

            let rows = [3, 77, 200]
            var few = cohort.newLesions
            few.ids = rows.map { few.ids[$0] }
            few.groups = TextColumn(rows.map { cohort.inputs.groups[$0] })
            few.features = few.features.select(rows: rows)
            few.frozenEmbeddings = few.frozenEmbeddings.map {
                .init(name: $0.name, matrix: $0.matrix.select(rows: rows))
            }
            few.imageModels = [
                .init(name: "nano", foldLogits: cohort.foldLogits.map { logits in rows.map { logits[$0] } })
            ]
            #expect(try loaded.predict(few) == rows.map { all[$0] })

            let reasons = try loaded.contributions(few, top: 10)
            #expect(Set(reasons[0].map(\.feature)) == ["size", "noise", "lite0 embedding", "nano_logit"])
        }
    }

    @Test func `Without image models the boosters' ranks are averaged`() throws {
        var cohort = try SyntheticStack(patients: 24)
        cohort.inputs.imageModels = []
        var configuration = cohort.configuration
        configuration.mode = .rankAverage
        try Places.withTemporaryFolder { folder in
            let stack = try cohort.fit(configuration, into: folder).stack
            #expect(try stack.predict(cohort.inputs).count == cohort.labels.count)
        }
    }
}
