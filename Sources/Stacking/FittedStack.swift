internal import Boosting
internal import Diagnostics
internal import Evaluation
public import Foundation
internal import Storage
internal import Tables

/// A trained stack: boosters of every fold, their calibrator, and the columns they want.
public struct FittedStack: Sendable {
    /// What belongs to one fold: the boosters that did not learn from it.
    struct FoldMember: Sendable {
        /// One per embedding, or none where embeddings are taken whole.
        let projections: [PrincipalComponents]
        let boosters: [Booster]
    }

    let columns: StackColumns
    let layout: StackLayout
    let calibrator: StrictlyIncreasingCalibrator
    let members: [FoldMember]

    /// The names of the tabular features that predictions need.
    public var tabularFeatureNames: [String] { layout.tabular }

    /// How many folds the stack was trained on; image models bring one logit per fold and lesion.
    public var foldCount: Int { members.count }

    /// Predicts the probability of malignancy of every lesion: the mean over folds of calibrated probabilities.
    ///
    /// Booster k learned from logits of image models j != k, where model j did not learn from fold j. So for a new lesion
    /// it scores the logits of each image model j != k in turn, with the patient-relative forms of that same j, and its
    /// score is the mean. Scores of different folds' image models are averaged, never their logits or embeddings.
    ///
    /// - Parameters:
    ///   - inputs: the lesions, with the logits of every fold's image models. Columns are found by name; others are
    ///     ignored.
    ///   - threads: how many threads LightGBM uses.
    /// - Throws: `StackingError` that names absent columns, `BoostingError` where a value is infinite.
    public func predict(
        _ inputs: StackInputs,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws -> [Double] {
        var sums = [Double](repeating: 0, count: inputs.rowCount)
        for (member, matrices) in try foldMatrices(inputs) {
            var scores = [Double](repeating: 0, count: inputs.rowCount)
            for features in matrices {
                for (row, score) in try meanRawScores(member.boosters, features, threads: threads).enumerated() {
                    scores[row] += score
                }
            }
            for row in scores.indices { sums[row] += calibrator(scores[row] / Double(matrices.count)) }
        }
        return sums.map { $0 / Double(members.count) }
    }

    /// Each fold's boosters and the matrices they score: one per image model's fold j != k.
    func foldMatrices(_ inputs: StackInputs) throws -> [(member: FoldMember, matrices: [FeatureMatrix])] {
        try inputs.checkShape()
        // Without projections every fold shares the same columns.
        let shared = members.allSatisfy(\.projections.isEmpty) ? try StackMatrix(inputs, layout, []) : nil
        return try members.enumerated().map { fold, member in
            let matrix = try shared ?? StackMatrix(inputs, layout, member.projections)
            guard matrix.scalars.isEmpty || matrix.scalars.count == members.count else {
                throw StackInputs.wrong(
                    "a new lesion needs the logits of every fold's image models",
                    expected: "\(members.count)",
                    found: "\(matrix.scalars.count)"
                )
            }
            let others = matrix.scalars.isEmpty ? [0] : members.indices.filter { $0 != fold }
            return (member, try others.map(matrix.columns(foldModel:)))
        }
    }
}

// MARK: - Files

extension FittedStack {
    /// What `stack.json` holds.
    private struct State: Codable {
        let format: Int
        let columns: StackColumns
        let layout: StackLayout
        let calibrator: StrictlyIncreasingCalibrator
        /// `[folds, embeddings]`.
        let projections: [[PrincipalComponents]]
        /// `[folds, bags]`.
        let boosters: [[SHA256Digest]]
    }

    private static let format = 1
    private static let fileName = "stack.json"

    static func boosterPath(fold: Int, bag: Int) -> String { "fold\(fold)/bag\(bag).txt" }

    /// Writes `stack.json` beside the boosters, which are there already.
    func save(to folder: URL) throws {
        let state = State(
            format: Self.format,
            columns: columns,
            layout: layout,
            calibrator: calibrator,
            projections: members.map(\.projections),
            boosters: members.map { $0.boosters.map { SHA256Digest.of($0.modelText) } }
        )
        try JSONFile.write(state, to: folder.appending(path: Self.fileName))
    }

    /// Loads a stack; every booster's bytes must have the recorded sha256.
    ///
    /// - Throws: `StorageError` where a file is missing, `BoostingError` where a booster is damaged, `StackingError` where
    ///   the state does not hold together.
    public static func load(_ folder: URL) throws -> FittedStack {
        let file = folder.appending(path: fileName)
        let state = try JSONFile.read(State.self, from: file)
        guard state.format == format else {
            throw StackInputs.wrong(
                "the stack was saved by another release",
                at: file.lastPathComponent,
                expected: "format \(format)",
                found: "\(state.format)",
                remedy: "Train again, or use the release that trained it"
            )
        }
        let folds = state.boosters.count
        guard folds >= 2, state.projections.count == folds, state.boosters.allSatisfy({ !$0.isEmpty }),
            state.projections.allSatisfy({ $0.isEmpty || $0.count == state.layout.embeddings.count })
        else {
            throw StackInputs.wrong("the saved stack does not hold together", at: file.lastPathComponent)
        }
        let members = try state.boosters.indices.map { fold in
            let boosters = try state.boosters[fold].indices.map { bag in
                try BoosterFile.load(
                    from: folder.appending(path: boosterPath(fold: fold, bag: bag)),
                    sha256: state.boosters[fold][bag]
                )
            }
            return FoldMember(projections: state.projections[fold], boosters: boosters)
        }
        return FittedStack(
            columns: state.columns,
            layout: state.layout,
            calibrator: state.calibrator,
            members: members
        )
    }
}
