import Diagnostics
import Evaluation
import Features
import Foundation
import Randomness
import Stacking
import Tables
import TestSupport
import Testing

/// Features that need other patients join the stack fold by fold.
@Suite struct FoldFeatureStackTests {
    private let data: SyntheticStack
    private let configuration: StackConfiguration

    /// Nothing but noise among the tabular features; the location says something: malignant lesions lie on a third of them.
    init() throws {
        var data = try SyntheticStack()
        var generator = SeededGenerator(seed: 77)
        let locations = data.labels.map { label in "location \(generator.integer(below: label == 1 ? 8 : 24))" }
        let hues = data.labels.map { _ in 50 + generator.normal() }
        data.inputs = StackInputs(
            ids: data.inputs.ids,
            groups: data.inputs.groups,
            features: try FeatureMatrix(
                names: ["noise"],
                columns: [data.labels.map { _ in Float(generator.normal()) }],
                rowCount: data.labels.count
            ),
            metadata: try Table([
                (name: "tbp_lv_location", column: .text(TextColumn(locations))),
                (name: "attribution", column: .text(TextColumn(locations.map { _ in "Basel" }))),
                (name: "tbp_lv_H", column: .double(hues)),
            ])
        )
        var configuration = data.configuration
        configuration.mode = .tabular
        configuration.foldFeatures = FoldFeatures.Configuration()
        self.data = data
        self.configuration = configuration
    }

    private func area(_ result: StackResult) throws -> Double {
        auc(try LabelledScores(labels: data.labels, scores: result.outOfFoldScores))
    }

    @Test func `They tell what the tabular features do not, and are off unless asked for`() throws {
        try Places.withTemporaryFolder { folder in
            var off = configuration
            off.foldFeatures = StackConfiguration().foldFeatures
            let without = try area(try data.fit(off, into: folder.appending(path: "off")))
            let with = try area(try data.fit(configuration, into: folder.appending(path: "on")))
            #expect(abs(without - 0.5) < 0.1, "\(without)")
            #expect(with > 0.65, "\(with)")
        }
    }

    @Test func `A stored stack has them, and scores one patient alone as it scores all`() throws {
        try Places.withTemporaryFolder { folder in
            let result = try data.fit(configuration, into: folder)
            let stack = try FittedStack.load(folder)
            let all = try stack.predict(data.inputs, threads: 1)
            #expect(try result.stack.predict(data.inputs, threads: 1) == all)
            let rows = data.inputs.groups.codes.indices.filter { data.inputs.groups.codes[$0] == 3 }
            let alone = StackInputs(
                ids: rows.map { data.inputs.ids[$0] },
                groups: data.inputs.groups.select(rows: rows),
                features: data.inputs.features.select(rows: rows),
                metadata: data.inputs.metadata?.select(rows: rows)
            )
            #expect(try stack.predict(alone, threads: 1) == rows.map { all[$0] })
            let reasons = Set(try stack.contributions(alone, top: 50, threads: 1).flatMap { $0.map(\.feature) })
            #expect(
                reasons.isSuperset(of: ["noise", "te_tbp_lv_location", "te_attribution", "tbp_lv_H_hospital_norm"])
            )
        }
    }

    @Test func `Without the metadata they need, prediction names the columns`() throws {
        try Places.withTemporaryFolder { folder in
            let stack = try data.fit(configuration, into: folder).stack
            var bare = data.inputs
            bare.metadata = nil
            let error = #expect(throws: StackingError.self) { try stack.predict(bare, threads: 1) }
            #expect(try #require(error).problem.expected?.contains("tbp_lv_location") == true)
        }
    }

    @Test func `With hospital dropout, what follows from the hospital is hidden too, and training goes on`() throws {
        try Places.withTemporaryFolder { folder in
            var dropping = configuration
            dropping.hospitalDropout = 0.5
            let hidden = try area(try data.fit(dropping, into: folder))
            #expect(hidden > 0.6, "\(hidden)")
        }
    }
}
