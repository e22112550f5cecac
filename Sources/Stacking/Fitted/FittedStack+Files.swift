internal import Boosting
internal import Evaluation
public import Foundation
internal import Storage

extension FittedStack {
    /// What `stack.json` holds.
    private struct State: Codable {
        let format: Int
        let mode: StackMode
        let parts: [Part]
        let ranking: RankAverage?
        let calibrator: StrictlyIncreasingCalibrator

        /// A part without its boosters.
        struct Part: Codable {
            let part: StackPart
            let layout: StackLayout
            /// One for each fold.
            let columns: [FoldColumns]
            /// `[folds, bags]`.
            let boosters: [[SHA256Digest]]
        }
    }

    private static let format = 2
    private static let fileName = "stack.json"

    static func boosterPath(fold: Int, bag: Int) -> String { "fold\(fold)/bag\(bag).txt" }

    /// The folder of a part: the first part's boosters lie in the stack's own folder.
    static func folder(_ folder: URL, _ part: StackPart, _ position: Int) -> URL {
        position == 0 ? folder : folder.appending(path: part.rawValue)
    }

    /// Writes `stack.json` beside the boosters, which are there already.
    func save(to folder: URL) throws {
        let state = State(
            format: Self.format,
            mode: mode,
            parts: parts.map { part in
                State.Part(
                    part: part.part,
                    layout: part.layout,
                    columns: part.members.map(\.columns),
                    boosters: part.members.map { $0.boosters.map { SHA256Digest.of($0.modelText) } }
                )
            },
            ranking: ranking,
            calibrator: calibrator
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
        guard holdsTogether(state) else {
            throw StackInputs.wrong("the saved stack does not hold together", at: file.lastPathComponent)
        }
        let parts = try state.parts.enumerated().map { position, part in
            FittedPart(
                part: part.part,
                layout: part.layout,
                members: try part.boosters.indices.map { fold in
                    FoldMember(
                        columns: part.columns[fold],
                        boosters: try part.boosters[fold].indices.map { bag in
                            try BoosterFile.load(
                                from: Self.folder(folder, part.part, position)
                                    .appending(path: boosterPath(fold: fold, bag: bag)),
                                sha256: part.boosters[fold][bag]
                            )
                        }
                    )
                }
            )
        }
        return FittedStack(mode: state.mode, parts: parts, ranking: state.ranking, calibrator: state.calibrator)
    }

    private static func holdsTogether(_ state: State) -> Bool {
        guard let folds = state.parts.first?.boosters.count, folds >= 2,
            state.parts.count == 1 || state.ranking != nil
        else { return false }
        let partsHold = state.parts.allSatisfy { part in
            part.boosters.count == folds && part.columns.count == folds && part.boosters.allSatisfy { !$0.isEmpty }
                && part.columns.allSatisfy { columns in
                    columns.isWhole
                        && columns.projections.map(\.map.inputCount)
                            == (part.layout.projectsEmbeddings ? part.layout.embeddings.map(\.components.count) : [])
                        && columns.alignments.map { $0.map(\.inputCount) }
                            == part.layout.alignedModels.map { Array(repeating: $0.components.count, count: folds) }
                }
        }
        let rankingHolds = state.ranking.map { ranking in
            ranking.tables.count == folds
                && ranking.tables.allSatisfy {
                    $0.count == state.parts.count + ranking.imageModels.count && $0.allSatisfy(\.isWhole)
                }
        }
        return partsHold && rankingHolds ?? true
    }
}
