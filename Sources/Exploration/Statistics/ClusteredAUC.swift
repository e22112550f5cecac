import Evaluation
import Foundation

/// The AUC of one column with an interval that knows that lesions of one patient belong together.
///
/// The value is the chance that a malignant lesion's number is above a benign one's, ties counting half. The variance is
/// Obuchowski's (Biometrics 53, 1997), which adds up DeLong's placements by patient; with one lesion for each patient it is
/// DeLong's. The interval is the normal one, cut to 0...1.
enum ClusteredAUC {
    /// Measures a column, or returns nil where a class is absent among the rows that hold a number.
    ///
    /// - Parameters:
    ///   - values: the column.
    ///   - order: its rows in rising order.
    ///   - isMalignant: the class of each row.
    ///   - groups: the patient of each row, from 0; a row of -1 stands alone.
    ///   - groupCount: the number of patients.
    static func measure(
        _ values: [Double],
        order: RowOrder,
        isMalignant: [Bool],
        groups: [Int32]?,
        groupCount: Int
    ) -> Estimate? {
        let positives = order.rows.reduce(0) { $0 + (isMalignant[Int($1)] ? 1 : 0) }
        let negatives = order.rows.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let m = Double(positives)
        let n = Double(negatives)

        // Twice the number of benign rows below each malignant one, and of malignant rows above each benign one.
        var placements = [Double](repeating: 0, count: order.rows.count)
        var below = (positives: 0, negatives: 0)
        var total = 0.0
        var position = 0
        order.forEachTie(in: values) { tie in
            let tiedPositives = tie.reduce(0) { $0 + (isMalignant[Int($1)] ? 1 : 0) }
            let tiedNegatives = tie.count - tiedPositives
            let ofPositive = (Double(below.negatives) + Double(tiedNegatives) / 2) / n
            let ofNegative = (Double(positives - below.positives) - Double(tiedPositives) / 2) / m
            for row in tie {
                placements[position] = isMalignant[Int(row)] ? ofPositive : ofNegative
                position += 1
            }
            total += Double(tiedPositives) * ofPositive
            below.positives += tiedPositives
            below.negatives += tiedNegatives
        }
        let auc = total / m
        let variance = variance(
            placements,
            rows: order.rows,
            auc: auc,
            isMalignant: isMalignant,
            groups: groups,
            groupCount: groupCount,
            counts: (m, n)
        )
        let half = 1.959963984540054 * max(0, variance).squareRoot()
        return Estimate(value: auc, interval: Interval(low: max(0, auc - half), high: min(1, auc + half)))
    }

    private static func variance(
        _ placements: [Double],
        rows: [Int32],
        auc: Double,
        isMalignant: [Bool],
        groups: [Int32]?,
        groupCount: Int,
        counts: (m: Double, n: Double)
    ) -> Double {
        var malignant = [Double](repeating: 0, count: groupCount)
        var benign = [Double](repeating: 0, count: groupCount)
        var hasMalignant = [Bool](repeating: false, count: groupCount)
        var hasBenign = [Bool](repeating: false, count: groupCount)
        // Rows that stand alone add their squares at once.
        var alone = (malignant: (sum: 0.0, count: 0), benign: (sum: 0.0, count: 0))
        for (row, placement) in zip(rows, placements) {
            let residual = placement - auc
            let group = groups.map { Int($0[Int(row)]) } ?? -1
            if isMalignant[Int(row)] {
                if group < 0 {
                    alone.malignant.sum += residual * residual
                    alone.malignant.count += 1
                } else {
                    malignant[group] += residual
                    hasMalignant[group] = true
                }
            } else if group < 0 {
                alone.benign.sum += residual * residual
                alone.benign.count += 1
            } else {
                benign[group] += residual
                hasBenign[group] = true
            }
        }
        let withMalignant = Double(hasMalignant.count { $0 } + alone.malignant.count)
        let withBenign = Double(hasBenign.count { $0 } + alone.benign.count)
        let all = Double(
            zip(hasMalignant, hasBenign).count { $0 || $1 } + alone.malignant.count + alone.benign.count
        )
        guard withMalignant > 1, withBenign > 1 else { return .infinity }
        let first = malignant.reduce(alone.malignant.sum) { $0 + $1 * $1 }
        let second = benign.reduce(alone.benign.sum) { $0 + $1 * $1 }
        let both = zip(malignant, benign).reduce(0) { $0 + $1.0 * $1.1 }
        return withMalignant / (withMalignant - 1) * first / (counts.m * counts.m)
            + withBenign / (withBenign - 1) * second / (counts.n * counts.n)
            + 2 * all / (all - 1) * both / (counts.m * counts.n)
    }
}
