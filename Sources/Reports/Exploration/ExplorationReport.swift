public import Exploration

/// The report of an exploratory data analysis: what the data say, what shows it, and what follows.
public enum ExplorationReport {
    /// Lays the findings out as a report.
    ///
    /// - Parameter version: the version of Cygnet, for the page's end.
    public static func document(_ found: Exploration, version: String) -> ReportDocument {
        ReportDocument(
            kind: "Exploratory data analysis",
            title: "What \(found.source) says before any model is trained",
            summary: summary(found),
            sections: [
                alerts(found), BalanceSection.make(found), PatientSection.make(found), MissingnessSection.make(found),
                MeasurementSection.make(found), CorrelationSection.make(found), CategorySection.sites(found),
                CategorySection.hospitals(found), CategorySection.demographics(found), UglyDucklingSection.make(found),
                CropSection.make(found), OutlierSection.make(found), LeakSection.make(found),
            ] + (found.drift.map { [DriftSection.make($0)] } ?? []) + [DecisionSection.make(found.decisions)],
            provenance: [
                ("Metadata", "\(found.source), \(Number.grouped(found.rows)) rows, \(found.columns) columns"),
                ("sha256", found.sourceHash),
                ("Made by", "Cygnet \(version)"),
                (
                    "Intervals",
                    "95 %. AUC: patient-clustered (Obuchowski 1997). Shares: Wilson 1927. They describe sampling, not bias."
                ),
                (
                    "Privacy",
                    "Patients appear under salted hashes, lesions under row numbers, and levels with fewer than "
                        + "\(CategoryRates.smallestCell) lesions or patients are left out, unless --show-identifiers was given."
                ),
            ]
        )
    }

    private static func summary(_ found: Exploration) -> ReportSummary {
        var figures = [ReportSummary.KeyFigure(value: Number.grouped(found.rows), label: "Lesions")]
        var result: [HTML] = []
        if let balance = found.balance.content {
            figures.append(
                .init(
                    value: Number.grouped(balance.malignant),
                    label: "Malignant",
                    detail: "1 in \(Number.grouped(Int(balance.oneIn.rounded())))"
                )
            )
            result.append(
                "One lesion in \(Number.grouped(Int(balance.oneIn.rounded()))) is malignant. "
            )
        } else {
            result.append("The classes are unknown or all the same, so this report describes the lesions only. ")
        }
        if let patients = found.patients.content {
            figures.append(
                .init(
                    value: Number.grouped(patients.patients),
                    label: "Patients",
                    detail: "median number of lesions \(Number.readable(patients.median))"
                )
            )
        }
        if let best = found.measurements.content?.first(where: { $0.auc != nil }), let auc = best.auc {
            figures.append(
                .init(
                    value: Number.fixed(max(auc.value, 1 - auc.value), 2),
                    label: "Best single measurement (AUC)",
                    detail: best.name
                )
            )
            result.append("The measurement that separates the classes best on its own is ")
            result.append(.code(best.name))
            result.append(", with an AUC of \(Number.fixed(max(auc.value, 1 - auc.value), 2)). ")
        }
        if let duckling = found.uglyDuckling.content {
            let gained = duckling.comparisons.count { $0.gain > 0 }
            result.append(
                "Compared with the patient's own other lesions, \(gained) of \(duckling.comparisons.count) measurements say more than alone."
            )
        }
        let high = found.alerts.count { $0.severity == .high }
        figures.append(
            .init(
                value: "\(high)",
                label: high == 1 ? "Alert of high severity" : "Alerts of high severity",
                detail: "\(found.alerts.count) in all"
            )
        )
        return ReportSummary(result: .group(result), trust: trust(found), keyFigures: figures)
    }

    private static func trust(_ found: Exploration) -> [HTML] {
        var lines: [HTML] = []
        if let balance = found.balance.content {
            lines.append(
                balance.malignant < 100
                    ? "Only \(balance.malignant) malignant lesions stand behind every comparison: read the intervals."
                    : "\(Number.grouped(balance.malignant)) malignant lesions stand behind every comparison; intervals are given throughout."
            )
        }
        if found.patients.content == nil {
            lines.append("Patients are unknown: intervals treat lesions as independent and are too narrow.")
        }
        // What the lines above say already is not said twice.
        let said = ["few_malignant", "no_patients"]
        for alert in found.alerts.prefix(3) where alert.severity == .high && !said.contains(alert.kind) {
            lines.append(.text(alert.title + "."))
        }
        lines.append("Differences between classes are associations in this cohort, not causes, and not a diagnosis.")
        return lines
    }

    private static func alerts(_ found: Exploration) -> ReportSection {
        let counts = Alert.Severity.allCases.map { severity in
            "\(found.alerts.count { $0.severity == severity }) \(severity.rawValue)"
        }
        return ReportSection(
            "What needs attention",
            finding: found.alerts.isEmpty
                ? "Nothing in this cohort calls for attention."
                : .text("\(found.alerts.count) alerts: \(counts.joined(separator: ", ")). The worst stand first."),
            blocks: [
                .notices(
                    found.alerts.map { Notice(severity($0.severity), $0.title, $0.detail) }
                )
            ]
        )
    }

    private static func severity(_ severity: Alert.Severity) -> Notice.Severity {
        switch severity {
        case .high: .high
        case .medium: .medium
        case .low: .low
        case .note: .note
        }
    }
}
