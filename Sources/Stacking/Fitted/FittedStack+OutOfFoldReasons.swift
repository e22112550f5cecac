internal import Boosting
public import Foundation
internal import Tables

extension FittedStack {
    /// Returns for lesions of the training how far every feature moved their out-of-fold scores.
    ///
    /// Exact SHAP values of the boosters that did not learn from the lesion, averaged over bags. With `rank-average` they are
    /// those of the boosters alone.
    ///
    /// - Parameters:
    ///   - inputs: the lesions of the training, with out-of-fold logits.
    ///   - folds: the fold of each lesion.
    ///   - rows: the lesions that are asked for.
    ///   - threads: how many threads LightGBM uses.
    /// - Returns: one list for each of `rows`, with every feature that moved the score.
    public func outOfFoldContributions(
        _ inputs: StackInputs,
        folds: [Int],
        rows: [Int],
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws -> [[Reason]] {
        var sums = [[String: Double]](repeating: [:], count: rows.count)
        for part in parts {
            let matrix = try StackMatrix(inputs, part.layout, threads: threads)
            let shared = try matrix.shared(foldModel: 0)
            for (fold, member) in part.members.enumerated() {
                let places = rows.indices.filter { folds[rows[$0]] == fold }
                guard !places.isEmpty else { continue }
                let columns = try shared.joined(with: matrix.own(member.columns, foldModel: 0))
                let share = 1 / Double(parts.count * member.boosters.count)
                for booster in member.boosters {
                    let contributions = try booster.contributions(
                        of: columns.matrix,
                        rows: places.map { rows[$0] },
                        threads: threads
                    )
                    for (index, place) in places.enumerated() {
                        for (reason, value) in zip(columns.reasons, contributions.row(index)) where value != 0 {
                            sums[place][reason, default: 0] += share * value
                        }
                    }
                }
            }
        }
        let features = Dictionary(uniqueKeysWithValues: inputs.features.names.enumerated().map { ($1, $0) })
        return zip(rows, sums).map { row, sums in
            sums.sorted { (abs($1.value), $0.key) < (abs($0.value), $1.key) }.map { name, contribution in
                let value = features[name].map { inputs.features.columns[$0][row] }
                return Reason(feature: name, contribution: contribution, value: value.flatMap { $0.isNaN ? nil : $0 })
            }
        }
    }
}
