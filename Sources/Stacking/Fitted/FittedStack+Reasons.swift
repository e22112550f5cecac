internal import Boosting
public import Foundation
internal import Tables

/// Why a lesion got its score: one feature's part of it.
public struct Reason: Sendable, Equatable, Codable {
    /// The feature; a whole embedding counts as one, because its components mean nothing by themselves.
    public let feature: String

    /// How far it moved the raw score (log odds): above zero towards malignant. The mean over all boosters.
    public let contribution: Double

    /// The feature's value for the lesion; nil where it is missing, for an embedding, and for an image model's logits,
    /// which differ from fold to fold.
    public let value: Float?
}

extension FittedStack {
    /// Rows whose contributions are held at a time.
    private static let rowsAtATime = 512

    /// Returns for every lesion the `top` features that moved its score most, largest first.
    ///
    /// Contributions are exact SHAP values of the raw score, averaged over bags, image models and folds as the score is. With
    /// `rank-average`, whose score is no sum, they are those of the boosters beside the logit of each image model's rank, each
    /// divided by the number of models.
    ///
    /// - Throws: what ``predict(_:threads:)`` throws.
    public func contributions(
        _ inputs: StackInputs,
        top: Int,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws -> [[Reason]] {
        let matrices = try parts.map { try FoldMatrices(inputs, $0, threads: threads) }
        let features = Dictionary(uniqueKeysWithValues: inputs.features.names.enumerated().map { ($1, $0) })
        return try stride(from: 0, to: inputs.rowCount, by: Self.rowsAtATime).flatMap { start in
            let rows = Array(start..<min(start + Self.rowsAtATime, inputs.rowCount))
            var sums = ReasonSums(rows: rows)
            for (part, matrices) in zip(parts, matrices) {
                try add(part, matrices, share: 1 / Double(modelCount), to: &sums, threads: threads)
            }
            try addRanks(inputs, to: &sums)
            return zip(rows, sums.contributions).map { row, contributions in
                let order = contributions.indices.sorted {
                    (abs(contributions[$0]), $1) > (abs(contributions[$1]), $0)
                }
                return order.prefix(top).map { reason in
                    let name = sums.names[reason]
                    let value = features[name].map { inputs.features.columns[$0][row] }
                    return Reason(
                        feature: name,
                        contribution: contributions[reason],
                        value: value.flatMap { $0.isNaN ? nil : $0 }
                    )
                }
            }
        }
    }

    /// Models whose ranks are averaged; 1 in every other mode.
    private var modelCount: Int { parts.count + (ranking?.imageModels.count ?? 0) }

    /// Adds the contributions of one part's boosters.
    private func add(
        _ part: FittedPart,
        _ matrices: FoldMatrices,
        share: Double,
        to sums: inout ReasonSums,
        threads: Int
    ) throws {
        for (fold, member) in part.members.enumerated() {
            let foldModels = matrices.foldModels(scoredBy: fold)
            let share = share / Double(part.members.count * foldModels.count * member.boosters.count)
            for foldModel in foldModels {
                let columns = try matrices.columns(fold: fold, foldModel: foldModel)
                let places = columns.reasons.map { sums.place(of: $0) }
                for booster in member.boosters {
                    let contributions = try booster.contributions(of: columns.matrix, rows: sums.rows, threads: threads)
                    for row in sums.rows.indices {
                        for (place, value) in zip(places, contributions.row(row)) {
                            sums.add(share * value, row: row, place: place)
                        }
                    }
                }
            }
        }
    }

    /// Adds the image models whose ranks are averaged.
    private func addRanks(_ inputs: StackInputs, to sums: inout ReasonSums) throws {
        guard let ranking else { return }
        for (position, name) in ranking.imageModels.enumerated() {
            guard let model = inputs.imageModels.first(where: { $0.name == name }) else { continue }
            let place = sums.place(of: "\(name)_logit")
            let share = 1 / Double(modelCount * foldCount)
            for (tables, logits) in zip(ranking.tables, model.logits) {
                for (index, row) in sums.rows.enumerated() where !logits[row].isNaN {
                    let rank = tables[parts.count + position].logit(Double(logits[row]))
                    sums.add(share * rank, row: index, place: place)
                }
            }
        }
    }
}

/// Contributions of named reasons to the scores of some rows.
private struct ReasonSums {
    let rows: [Int]
    private(set) var names: [String] = []
    /// `[rows][reasons]`.
    private(set) var contributions: [[Double]]
    private var places: [String: Int] = [:]

    init(rows: [Int]) {
        self.rows = rows
        contributions = rows.map { _ in [] }
    }

    /// The place of a reason, made when it is new.
    mutating func place(of name: String) -> Int {
        if let place = places[name] { return place }
        places[name] = names.count
        names.append(name)
        for row in contributions.indices { contributions[row].append(0) }
        return names.count - 1
    }

    mutating func add(_ value: Double, row: Int, place: Int) {
        contributions[row][place] += value
    }
}
