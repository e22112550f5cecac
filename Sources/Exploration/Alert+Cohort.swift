import Evaluation
import Foundation

/// What is wrong with labels, patients and columns.
extension Alert {
    static func balance(_ found: Exploration) -> [Alert] {
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

    static func patients(_ found: Exploration) -> [Alert] {
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

    static func leaks(_ found: Exploration) -> [Alert] {
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

    static func missing(_ found: Exploration) -> [Alert] {
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
}
