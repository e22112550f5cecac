import Evaluation
import Foundation

/// Something in a cohort that needs attention.
public struct Alert: Sendable, Codable, Equatable {
    /// How much attention.
    public enum Severity: String, Sendable, Codable, CaseIterable {
        /// Results would be wrong.
        case high
        /// Results may be worse than they could be.
        case medium
        /// Good to know before reading on.
        case low
        /// As it should be, and worth saying.
        case note

        /// 0 for the worst.
        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// How much attention.
    public let severity: Severity
    /// What it is, as a name for programs: `leak_columns`.
    public let kind: String
    /// What it is, in words.
    public let title: String
    /// The numbers behind it, and what to do.
    public let detail: String
    /// The columns it is about.
    public let columns: [String]
    /// The rows it is about; nil where it is about the whole cohort.
    public let rows: Int?

    init(
        _ severity: Severity,
        _ kind: String,
        _ title: String,
        _ detail: String,
        columns: [String] = [],
        rows: Int? = nil
    ) {
        self.severity = severity
        self.kind = kind
        self.title = title
        self.detail = detail
        self.columns = columns
        self.rows = rows
    }

    /// The alerts of an exploration, the worst first.
    static func all(of found: Exploration) -> [Alert] {
        let alerts =
            balance(found) + patients(found) + leaks(found) + missing(found) + crops(found) + values(found)
            + sites(found) + drift(found) + found.warnings.map { Alert(.low, "reading", "Noticed while reading", $0) }
        return alerts.enumerated().sorted {
            ($0.element.severity.rank, $0.offset) < ($1.element.severity.rank, $1.offset)
        }.map(\.element)
    }

    private static func balance(_ found: Exploration) -> [Alert] {
        guard let balance = found.balance.content else { return [] }
        var alerts: [Alert] = []
        if balance.malignant < 20 {
            alerts.append(
                Alert(
                    .high,
                    "few_malignant",
                    "Only \(balance.malignant) malignant lesions",
                    "Every comparison of the classes below is uncertain: look at the intervals, not at the values.",
                    rows: balance.malignant
                )
            )
        }
        if balance.oneIn > 20 {
            alerts.append(
                Alert(
                    .medium,
                    "imbalance",
                    "One malignant lesion in \(Int(balance.oneIn.rounded()).formattedWithCommas)",
                    String(
                        format:
                            "Calling everything benign is right for %.2f %% of lesions: accuracy says nothing. Judge by "
                            + "the ranking above 80 %% sensitivity, train on balanced batches.",
                        balance.accuracyOfNothing * 100
                    )
                )
            )
        }
        return alerts
    }

    private static func patients(_ found: Exploration) -> [Alert] {
        guard let patients = found.patients.content else {
            return [
                Alert(
                    .high,
                    "no_patients",
                    "Patients are unknown",
                    "Lesions of one patient may stand on both sides of a split, and scores come out too good. Name the "
                        + "column that groups lesions with --group-by."
                )
            ]
        }
        var alerts: [Alert] = []
        if patients.patients == 1 {
            alerts.append(
                Alert(.high, "one_patient", "All lesions belong to one patient", "No split by patient is possible.")
            )
        }
        if patients.withoutPatient > 0 {
            alerts.append(
                Alert(
                    .high,
                    "lesions_without_patient",
                    "\(patients.withoutPatient.formattedWithCommas) lesions belong to no patient",
                    "Fill in \(patients.groupColumn), or leave these rows out: training refuses them.",
                    columns: [patients.groupColumn],
                    rows: patients.withoutPatient
                )
            )
        }
        if patients.shareOfTopTenth > 0.4 {
            alerts.append(
                Alert(
                    .low,
                    "uneven_patients",
                    "A tenth of the patients has \(Int((patients.shareOfTopTenth * 100).rounded())) % of the lesions",
                    "Intervals must resample patients, not lesions, or they come out too narrow."
                )
            )
        }
        return alerts
    }

    private static func leaks(_ found: Exploration) -> [Alert] {
        guard let leaks = found.leaks.content else { return [] }
        var alerts: [Alert] = []
        let known = leaks.columns.filter { $0.reason == .name || $0.reason == .absentFromTest }
        if let worst = known.first {
            alerts.append(
                Alert(
                    .high,
                    "leak_columns",
                    "\(known.count) columns tell the answer",
                    String(
                        format: "%@ alone reaches an AUC of %.3f. All of them are excluded from training.",
                        worst.name,
                        worst.auc
                    ),
                    columns: known.map(\.name)
                )
            )
        }
        for column in leaks.columns where column.reason == .separation {
            alerts.append(
                Alert(
                    .high,
                    "suspected_leak",
                    "\(column.name) separates the classes suspiciously well",
                    String(
                        format: "Its AUC alone is %.3f. Find out how it was made; it is excluded for now.",
                        column.auc
                    ),
                    columns: [column.name]
                )
            )
        }
        for column in leaks.columns where column.reason == .rowOrder && column.auc > 0.7 {
            alerts.append(
                Alert(
                    .medium,
                    "row_order",
                    "The order of the rows tells the classes apart",
                    String(format: "AUC %.3f. Shuffle before taking any part of the file.", column.auc)
                )
            )
        }
        return alerts
    }

    private static func missing(_ found: Exploration) -> [Alert] {
        let missingness = found.missingness
        var alerts: [Alert] = []
        let empty = missingness.columns.filter { missingness.share($0) >= Decisions.tooEmpty }
        if !empty.isEmpty {
            alerts.append(
                Alert(
                    .medium,
                    "empty_columns",
                    "\(empty.count) columns are at least 99 % missing",
                    empty.prefix(6).map { String(format: "%@ %.2f %%", $0.name, missingness.share($0) * 100) }
                        .joined(separator: ", ") + (empty.count > 6 ? " and more" : "") + ". They are excluded.",
                    columns: empty.map(\.name)
                )
            )
        }
        let telling = missingness.columns.filter { column in
            guard let test = column.test, missingness.share(column) < Decisions.tooEmpty else { return false }
            return test.pValue < 0.001 && !found.decisions.excludedColumns.contains { $0.column == column.name }
        }
        for column in telling {
            alerts.append(
                Alert(
                    .low,
                    "informative_missingness",
                    "Whether \(column.name) is missing depends on the class",
                    String(
                        format:
                            "Missing for %.2f %% of benign and %.2f %% of malignant lesions. Never fill it in: boosters "
                            + "read missing values as they are.",
                        (column.ofBenign ?? 0) * 100,
                        (column.ofMalignant ?? 0) * 100
                    ),
                    columns: [column.name],
                    rows: column.missing
                )
            )
        }
        return alerts
    }

    private static func crops(_ found: Exploration) -> [Alert] {
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

    private static func values(_ found: Exploration) -> [Alert] {
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

    private static func sites(_ found: Exploration) -> [Alert] {
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

    private static func drift(_ found: Exploration) -> [Alert] {
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
