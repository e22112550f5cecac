import Evaluation
import Foundation

/// What is wrong with crops, values, sites, and against a reference.
extension Alert {
    static func crops(_ found: Exploration) -> [Alert] {
        guard let crops = found.crops.content else { return [] }
        var alerts: [Alert] = []
        if crops.damaged > 0 {
            alerts.append(
                Alert(
                    .high,
                    "damaged_crops",
                    "\(crops.damaged.formattedWithCommas) crops cannot be decoded",
                    "cygnet validate names each one.",
                    rows: crops.damaged
                )
            )
        }
        if crops.absent > 0 {
            alerts.append(
                Alert(
                    .medium,
                    "absent_crops",
                    "\(crops.absent.formattedWithCommas) lesions have no crop",
                    "Image models need a crop for every row.",
                    rows: crops.absent
                )
            )
        }
        let crossing = crops.duplicates.filter(\.crossesPatients)
        if !crossing.isEmpty {
            alerts.append(
                Alert(
                    .high,
                    "duplicates_across_patients",
                    "\(crossing.count.formattedWithCommas) groups of nearly equal crops cross patients",
                    "The same picture may stand on both sides of a split. Check whether the patients are the same person.",
                    rows: crossing.reduce(0) { $0 + $1.rows.count }
                )
            )
        }
        let contradicting = crops.duplicates.filter(\.hasBothClasses)
        if !contradicting.isEmpty {
            alerts.append(
                Alert(
                    .medium,
                    "duplicates_with_both_labels",
                    "\(contradicting.count.formattedWithCommas) groups of nearly equal crops have both labels",
                    "One of the labels may be wrong.",
                    rows: contradicting.reduce(0) { $0 + $1.rows.count }
                )
            )
        }
        return alerts
    }

    static func values(_ found: Exploration) -> [Alert] {
        guard let outliers = found.outliers.content else { return [] }
        var alerts: [Alert] = []
        for column in outliers.columns where column.impossible > 0 {
            alerts.append(
                Alert(
                    .medium,
                    "impossible_values",
                    "\(column.name) holds impossible values",
                    "\(column.impossible.formattedWithCommas) rows lie outside what can be measured.",
                    columns: [column.name],
                    rows: column.impossible
                )
            )
        }
        for identity in outliers.identities where identity.broken > 0 {
            alerts.append(
                Alert(
                    .medium,
                    "broken_identity",
                    "Columns contradict each other",
                    "\(identity.rule) does not hold in \(identity.broken.formattedWithCommas) of "
                        + "\(identity.checked.formattedWithCommas) rows.",
                    rows: identity.broken
                )
            )
        }
        if let pairs = found.correlations.content?.strongPairs, !pairs.isEmpty {
            alerts.append(
                Alert(
                    .note,
                    "correlated_columns",
                    "\(pairs.count) pairs of measurements say nearly the same",
                    "The strongest is \(pairs[0].first) with \(pairs[0].second). Boosters cope; importances are shared.",
                    columns: Array(Set(pairs.flatMap { [$0.first, $0.second] })).sorted()
                )
            )
        }
        return alerts
    }

    static func sites(_ found: Exploration) -> [Alert] {
        guard let hospitals = found.hospitals.content else { return [] }
        if hospitals.levels.count + hospitals.suppressedLevels == 1 {
            return [
                Alert(
                    .medium,
                    "one_hospital",
                    "All lesions come from one hospital",
                    "Nothing here says how a model would do elsewhere.",
                    columns: [hospitals.name]
                )
            ]
        }
        guard let test = hospitals.test, test.pValue < 0.001 else { return [] }
        return [
            Alert(
                .medium,
                "hospital_rates",
                "Malignant rates differ between hospitals",
                String(
                    format:
                        "Chi-square %.0f, Cramér's V %.3f. A model can learn the hospital instead of the lesion: also "
                        + "score it with one hospital left out (--set folds.scheme=hospital).",
                    test.statistic,
                    test.cramersV
                ),
                columns: [hospitals.name]
            )
        ]
    }

    static func drift(_ found: Exploration) -> [Alert] {
        guard let drift = found.drift else { return [] }
        let moved = drift.columns.filter { $0.grade == .large }
        var alerts: [Alert] = []
        if !moved.isEmpty {
            alerts.append(
                Alert(
                    .high,
                    "drift",
                    "\(moved.count) columns lie far from the reference",
                    moved.prefix(6).map { String(format: "%@ (stability index %.2f)", $0.name, $0.stabilityIndex) }
                        .joined(separator: ", ") + (moved.count > 6 ? " and more" : ""),
                    columns: moved.map(\.name)
                )
            )
        }
        for column in drift.columns where !column.newLevels.isEmpty {
            alerts.append(
                Alert(
                    .medium,
                    "new_levels",
                    "\(column.name) has levels that the reference does not know",
                    column.newLevels.prefix(6).joined(separator: ", "),
                    columns: [column.name]
                )
            )
        }
        return alerts
    }
}

extension Int {
    /// The number with commas between thousands.
    var formattedWithCommas: String {
        var digits = Array(String(magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }
}
