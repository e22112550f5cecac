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
    /// Contributions are exact SHAP values of the raw score, averaged over bags, image models and folds as the score is.
    ///
    /// - Throws: what ``predict(_:threads:)`` throws.
    public func contributions(
        _ inputs: StackInputs,
        top: Int,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws -> [[Reason]] {
        let names = reasonNames
        let folds = try foldMatrices(inputs)
        return try stride(from: 0, to: inputs.rowCount, by: Self.rowsAtATime).flatMap { start in
            let rows = Array(start..<min(start + Self.rowsAtATime, inputs.rowCount))
            return zip(rows, try meanContributions(folds, rows: rows, threads: threads)).map { row, contributions in
                let order = contributions.indices.sorted {
                    (abs(contributions[$0]), $1) > (abs(contributions[$1]), $0)
                }
                return order.prefix(top).map { reason in
                    let value = reason < layout.tabular.count ? inputs.features[names[reason]]?[row] : nil
                    return Reason(
                        feature: names[reason],
                        contribution: contributions[reason],
                        value: value.flatMap { $0.isNaN ? nil : $0 }
                    )
                }
            }
        }
    }

    /// Tabular features, one name per embedding, image scalars.
    private var reasonNames: [String] {
        layout.tabular + layout.embeddings.map { "\($0.name) embedding" }
            + layout.imageModels.flatMap(PatientRelativeScores.names(model:))
    }

    /// `[rows, reasons]`: the mean over folds of the mean over matrices and bags.
    private func meanContributions(
        _ folds: [(member: FoldMember, matrices: [FeatureMatrix])],
        rows: [Int],
        threads: Int
    ) throws -> [[Double]] {
        let blank = [Double](repeating: 0, count: reasonNames.count)
        var sums = [[Double]](repeating: blank, count: rows.count)
        for (member, matrices) in folds {
            let share = 1 / Double(folds.count * matrices.count * member.boosters.count)
            let target = reasonOfColumn(member)
            for features in matrices {
                for booster in member.boosters {
                    let contributions = try booster.contributions(of: features, rows: rows, threads: threads)
                    for row in rows.indices {
                        for (reason, value) in zip(target, contributions.row(row)) {
                            sums[row][reason] += share * value
                        }
                    }
                }
            }
        }
        return sums
    }

    /// Where each column of a fold's matrix goes: an embedding's columns all to one place.
    private func reasonOfColumn(_ member: FoldMember) -> [Int] {
        var target = Array(layout.tabular.indices)
        for (position, embedding) in layout.embeddings.enumerated() {
            let count = member.projections.isEmpty ? embedding.components.count : member.projections[position].count
            target += repeatElement(layout.tabular.count + position, count: count)
        }
        let scalars = layout.tabular.count + layout.embeddings.count
        return target + layout.imageModels.flatMap(PatientRelativeScores.names(model:)).indices.map { scalars + $0 }
    }
}
