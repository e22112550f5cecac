import Boosting
import Diagnostics
import Evaluation
import Foundation
import Randomness
import Tables
import TestSupport
import Testing

@testable import Stacking

/// Fold models that see the same lesions through spaces turned at random against each other, as fine-tuned ones are.
private struct RotatedSpaces {
    static let foldCount = 5
    static let width = 16

    let labels: [Int]
    let folds: [Int]
    let ids: [String]
    let groups: TextColumn
    let frozen: FeatureMatrix
    /// Every fold model's embeddings of every lesion.
    let foldEmbeddings: [FeatureMatrix]
    let noise: FeatureMatrix

    init(patients: Int, seed: UInt64, rotations: [[[Double]]]) throws {
        var generator = SeededGenerator(seed: seed)
        let rows = patients * 20
        var labels: [Int] = []
        var hidden: [[Double]] = []
        for _ in 0..<rows {
            let label = generator.chance(0.12) ? 1 : 0
            labels.append(label)
            // Malignant lesions stand out on either side, as small and as large ones do.
            let offsets = (0..<Self.width).map { $0 == 0 && label == 1 ? (generator.chance(0.5) ? 2.5 : -2.5) : 0 }
            hidden.append(offsets.map { generator.normal(mean: $0) })
        }
        func matrix(_ turn: ([Double]) -> [Double]) throws -> FeatureMatrix {
            let embedded = hidden.map { turn($0.map { $0 + 0.3 * generator.normal() }) }
            return try FeatureMatrix(
                names: (0..<Self.width).map { "e\($0)" },
                columns: (0..<Self.width).map { column in embedded.map { Float($0[column]) } },
                rowCount: rows
            )
        }
        frozen = try matrix { $0 }
        foldEmbeddings = try rotations.map { rotation in
            try matrix { vector in rotation.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } } }
        }
        noise = try FeatureMatrix(
            names: ["noise"],
            columns: [(0..<rows).map { _ in Float(generator.normal()) }],
            rowCount: rows
        )
        self.labels = labels
        folds = (0..<rows).map { $0 / 20 % Self.foldCount }
        ids = (0..<rows).map { "ISIC_\($0)" }
        groups = TextColumn((0..<rows).map { "P\($0 / 20)" })
    }

    /// Random orthonormal matrices: Gram and Schmidt on random vectors.
    static func rotations(seed: UInt64) -> [[[Double]]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<foldCount).map { _ in
            var basis: [[Double]] = []
            while basis.count < width {
                var vector = (0..<width).map { _ in generator.normal() }
                for other in basis {
                    let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
                    vector = zip(vector, other).map { $0 - overlap * $1 }
                }
                let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
                basis.append(vector.map { $0 / length })
            }
            return basis
        }
    }

    /// Every lesion embedded by the model of its own fold.
    func outOfFold() throws -> FeatureMatrix {
        try FeatureMatrix(
            names: frozen.names,
            columns: frozen.names.indices.map { column in
                folds.indices.map { foldEmbeddings[folds[$0]].columns[column][$0] }
            },
            rowCount: ids.count
        )
    }

    func training(aligning: Bool) throws -> StackInputs {
        let samples = foldEmbeddings.enumerated().map { fold, matrix in
            let rows = folds.indices.filter { folds[$0] != fold }
            return StackInputs.AlignmentSample(rows: rows, embeddings: matrix.select(rows: rows))
        }
        return StackInputs(
            ids: ids,
            groups: groups,
            features: noise,
            frozenEmbeddings: [.init(name: "net", matrix: aligning ? frozen : try outOfFold())],
            imageModels: aligning
                ? [
                    .init(
                        name: "net",
                        outOfFoldLogits: ids.map { _ in 0 },
                        embeddings: try outOfFold(),
                        foldModels: folds,
                        alignmentSamples: samples
                    )
                ] : []
        )
    }

    /// New lesions, scored by all fold models.
    var new: StackInputs {
        StackInputs(
            ids: ids,
            groups: groups,
            features: noise,
            imageModels: [
                .init(
                    name: "net",
                    foldLogits: foldEmbeddings.map { _ in ids.map { _ in 0 } },
                    foldEmbeddings: foldEmbeddings
                )
            ]
        )
    }

    func areaUnderROC(_ scores: [Double]) throws -> Double {
        auc(try LabelledScores(labels: labels, scores: scores))
    }
}

@Suite struct RotatedSpaceTests {
    private let known: RotatedSpaces
    private let new: RotatedSpaces

    init() throws {
        let rotations = RotatedSpaces.rotations(seed: 3)
        known = try RotatedSpaces(patients: 45, seed: 4, rotations: rotations)
        new = try RotatedSpaces(patients: 30, seed: 5, rotations: rotations)
    }

    private func fit(_ mode: StackMode, aligning: Bool, into folder: URL) throws -> StackResult {
        var configuration = StackConfiguration()
        configuration.mode = mode
        configuration.bags = 2
        configuration.booster.rounds = 80
        configuration.booster.learningRate = 0.1
        return try Stack(configuration: configuration, seed: 1).fit(
            known.training(aligning: aligning),
            labels: known.labels,
            folds: known.folds,
            into: folder,
            inputsHash: "\(mode) \(aligning)",
            threads: 2
        )
    }

    /// The scores of boosters that were trained on embeddings as they are, given embeddings of new lesions for each fold.
    private func naive(_ stack: FittedStack, _ embeddings: (_ fold: Int) throws -> FeatureMatrix) throws -> Double {
        var sums = new.labels.map { _ in 0.0 }
        for fold in 0..<RotatedSpaces.foldCount {
            var inputs = new.new
            inputs.frozenEmbeddings = [.init(name: "net", matrix: try embeddings(fold))]
            let part = stack.parts[0]
            let columns = try StackMatrix(inputs, part.layout, threads: 1).shared(foldModel: 0).matrix
            let scores = try Booster.meanRawScores(part.members[fold].boosters, of: columns, threads: 1)
            for row in sums.indices { sums[row] += scores[row] }
        }
        return try new.areaUnderROC(sums)
    }

    @Test func `Unaligned spaces are a trap at prediction, and alignment mends it`() throws {
        try Places.withTemporaryFolder { folder in
            let unaligned = try fit(.frozen, aligning: false, into: folder.appending(path: "unaligned")).stack
            // Booster k on backbone k: a space that booster never saw.
            let own = try naive(unaligned) { new.foldEmbeddings[$0] }
            // The mean of all spaces: a space of its own.
            let mean = try FeatureMatrix(
                names: new.frozen.names,
                columns: new.frozen.names.indices.map { column in
                    new.labels.indices.map { row in
                        new.foldEmbeddings.reduce(0) { $0 + $1.columns[column][row] } / Float(RotatedSpaces.foldCount)
                    }
                },
                rowCount: new.labels.count
            )
            let averaged = try naive(unaligned) { _ in mean }

            let aligned = try fit(.embeddings, aligning: true, into: folder.appending(path: "aligned"))
            let mended = try new.areaUnderROC(aligned.stack.predict(new.new, threads: 2))
            #expect(own < 0.7)
            #expect(averaged < 0.7)
            #expect(mended > 0.8)
            #expect(mended > max(own, averaged) + 0.15)
            // Training lesions stand in the same space as new ones: what was promised out of fold is kept.
            #expect(abs(try known.areaUnderROC(aligned.outOfFoldScores) - mended) < 0.06)
        }
    }

    @Test func `An aligned stack is the same after it was saved, and needs the embeddings of every fold's model`()
        throws
    {
        try Places.withTemporaryFolder { folder in
            let stack = try fit(.embeddings, aligning: true, into: folder).stack
            #expect(stack.needsFineTunedEmbeddings)
            let loaded = try FittedStack.load(folder)
            #expect(try loaded.predict(new.new, threads: 1) == stack.predict(new.new, threads: 2))
            var without = new.new
            without.imageModels = [
                .init(name: "net", foldLogits: new.foldEmbeddings.map { _ in new.ids.map { _ in 0 } })
            ]
            #expect(throws: StackingError.self) { try stack.predict(without) }
            // All components of an embedding explain a score together.
            let reasons = try stack.contributions(new.new, top: 5)
            #expect(Set(reasons[0].map(\.feature)) == ["net embedding", "noise"])
        }
    }

    @Test func `Embeddings without anything to align them by are refused before training`() throws {
        try Places.withTemporaryFolder { folder in
            var inputs = try known.training(aligning: true)
            inputs.frozenEmbeddings = []
            var configuration = StackConfiguration()
            configuration.mode = .embeddings
            let error = #expect(throws: StackingError.self) {
                try Stack(configuration: configuration, seed: 1).fit(
                    inputs,
                    labels: known.labels,
                    folds: known.folds,
                    into: folder,
                    inputsHash: "",
                    threads: 1
                )
            }
            #expect(error?.problem.remedy?.contains("stack.mode") == true)
        }
    }

    @Test func `A fold's alignment does not look at the fold`() throws {
        let inputs = try known.training(aligning: true)
        var configuration = StackConfiguration()
        configuration.mode = .embeddings
        let layout = StackLayout(inputs, .embeddings, configuration)
        let rows = known.folds.indices.filter { known.folds[$0] != 1 }
        let fitted = try FoldColumns(inputs, layout, configuration, rows: rows, seed: 1)
        var changed = inputs
        let target = inputs.frozenEmbeddings[0].matrix
        changed.frozenEmbeddings = [
            .init(
                name: "net",
                matrix: try FeatureMatrix(
                    names: target.names,
                    columns: target.columns.map { column in
                        column.indices.map { known.folds[$0] == 1 ? 1_000 : column[$0] }
                    },
                    rowCount: target.rowCount
                )
            )
        ]
        #expect(try FoldColumns(changed, layout, configuration, rows: rows, seed: 1) == fitted)
        #expect(fitted.alignments[0].count == RotatedSpaces.foldCount)
    }
}
