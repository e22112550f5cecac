internal import Evaluation
internal import Foundation

/// What every mode of the stack is worth, and which one was picked.
///
/// The pick never looks at a lesion's own fold. For every fold, boosters are also trained with a second fold left out, and what
/// they say of that second fold is the inner measurement: neither they nor it have seen the first. The mode with the best
/// mean over folds is picked. So is a mode for each fold by itself, and the out-of-fold scores of those picks are the honest
/// value of "the mode that the inner split prefers", free of the advantage of choosing after the fact.
public struct StackComparison: Codable, Sendable, Equatable {
    /// One mode.
    public struct Entry: Codable, Sendable, Equatable {
        /// The mode.
        public let mode: StackMode
        /// The mean over folds of the metric on the inner split.
        public let inner: Double
        /// The area above a true positive rate of 0.80 of all out-of-fold scores.
        public let partialAUC: Double
        /// The area under the ROC of all out-of-fold scores.
        public let auc: Double
        /// How much better than the picked mode, with the interval of the paired bootstrap over patients; nil for the picked
        /// mode itself and without a bootstrap.
        public let difference: Difference?

        private enum CodingKeys: String, CodingKey {
            case mode, inner, auc, difference
            case partialAUC = "pauc_80tpr"
        }
    }

    /// A difference of partial areas.
    public struct Difference: Codable, Sendable, Equatable {
        /// The mode's value minus that of the picked mode.
        public let value: Double
        /// The lower end of the interval.
        public let low: Double
        /// The upper end.
        public let high: Double
    }

    /// The metric that the inner split was judged by: `pauc_80tpr`, or `auc` with fewer than 100 malignant lesions, where the
    /// partial area is noise.
    public let metric: String
    /// The mode that the inner split prefers.
    public let picked: StackMode
    /// The mean over folds of the partial area of the mode that was picked for each fold without looking at it.
    public let nestedFoldMean: Double
    /// Every mode, from the simplest on.
    public let entries: [Entry]

    private enum CodingKeys: String, CodingKey {
        case metric, picked, entries
        case nestedFoldMean = "nested_pauc_80tpr_fold_mean"
    }

    /// Positives below which the inner split is judged by the AUC.
    static let fewPositives = 100

    /// Judges modes by their scores.
    ///
    /// - Parameters:
    ///   - scores: for every mode its out-of-fold scores, and for every fold the inner scores of the lesions outside it (NaN
    ///     inside).
    ///   - labels: 0 or 1.
    ///   - folds: the fold of each lesion.
    ///   - groups: the patients.
    ///   - bootstrap: how the intervals are drawn; nil gives none.
    init(
        _ scores: [ModeScores],
        labels: [Int],
        folds: [Int],
        groups: RowGroups,
        bootstrap: BootstrapConfiguration?
    ) throws {
        let foldCount = Set(folds).count
        let metric = labels.reduce(0, +) < Self.fewPositives ? "auc" : "pauc_80tpr"
        /// `[modes][folds]`; nil where a fold leaves one class.
        let inner = scores.map { mode in
            (0..<foldCount).map { fold in
                let rows = labels.indices.filter { folds[$0] != fold }
                return Self.value(metric, labels, mode.inner[fold], rows)
            }
        }
        let means = inner.map { values in
            let known = values.compactMap(\.self)
            return known.isEmpty ? -Double.infinity : known.reduce(0, +) / Double(known.count)
        }
        let best = Self.firstLargest(means)
        let nested = (0..<foldCount).compactMap { fold -> Double? in
            let own = Self.firstLargest(inner.map { $0[fold] ?? -.infinity })
            let rows = labels.indices.filter { folds[$0] == fold }
            return Self.value("pauc_80tpr", labels, scores[own].outOfFold, rows)
        }
        let columns = try scores.map { try LabelledScores(labels: labels, scores: $0.outOfFold) }
        self.metric = metric
        picked = scores[best].mode
        nestedFoldMean = nested.isEmpty ? .nan : nested.reduce(0, +) / Double(nested.count)
        entries = try scores.indices.map { index in
            let difference = try bootstrap.flatMap { bootstrap -> Difference? in
                guard index != best else { return nil }
                let paired = try PairedComparison(
                    first: columns[best],
                    second: columns[index],
                    groups: groups,
                    bootstrap: bootstrap
                ).partialAUC
                return Difference(value: paired.value, low: paired.interval.low, high: paired.interval.high)
            }
            return Entry(
                mode: scores[index].mode,
                inner: means[index],
                partialAUC: ROCCurve(columns[index]).partialArea(aboveTPR: 0.8),
                auc: ROCCurve(columns[index]).area,
                difference: difference
            )
        }
    }

    private static func firstLargest(_ values: [Double]) -> Int {
        values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    }

    private static func value(_ metric: String, _ labels: [Int], _ scores: [Double], _ rows: [Int]) -> Double? {
        let part = try? LabelledScores(labels: rows.map { labels[$0] }, scores: rows.map { scores[$0] })
        return part.map { metric == "auc" ? ROCCurve($0).area : ROCCurve($0).partialArea(aboveTPR: 0.8) }
    }
}

/// What one mode says of every lesion.
struct ModeScores {
    let mode: StackMode
    let outOfFold: [Double]
    /// `[folds][lesions]`.
    let inner: [[Double]]
}

extension StackComparison {
    /// The comparison as a table of text.
    public var text: String {
        let head = ["mode", "inner \(metric)", "pauc_80tpr", "auc", "difference to \(picked.rawValue)"]
        let rows = entries.map { entry in
            [
                entry.mode.rawValue, String(format: "%.4f", entry.inner), String(format: "%.4f", entry.partialAUC),
                String(format: "%.4f", entry.auc),
                entry.difference.map { String(format: "%+.4f [%+.4f, %+.4f]", $0.value, $0.low, $0.high) }
                    ?? (entry.mode == picked ? "picked" : ""),
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        let lines = ([head] + rows).map { cells in
            zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
                .replacing(/\s+$/, with: "")
        }
        let nested = String(
            format: "Picked fold by fold on the inner split: mean pauc_80tpr of folds %.4f",
            nestedFoldMean
        )
        return (lines + [nested]).joined(separator: "\n")
    }
}
