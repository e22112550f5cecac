import Evaluation
public import Exploration

/// The report of a run: how well it ranks, what flagging would mean, where it fails.
public enum RunReport {
    /// Lays the findings of a run out as a report.
    public static func document(_ found: RunFindings, of run: RunDescription) -> ReportDocument {
        ReportDocument(
            kind: "Run report",
            title: "How well this run ranks lesions",
            summary: summary(found, run),
            sections: [
                RankingSection.make(found), ModelSection.make(found), StackModeSection.make(found),
                TrainingSection.make(found), ScreeningSection.make(found), RetrievalSection.make(found),
                CalibrationSection.make(found), DecisionCurveSection.make(found), SubgroupSection.make(found),
                FailureSection.make(found), ImportanceSection.make(found), ContributionSection.make(found),
                ChecklistSection.make(found, run),
            ],
            provenance: [
                ("Made by", run.versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")),
                ("Data", run.data.map { "\($0.name): sha256 \($0.sha256)" }.joined(separator: "; ")),
                ("Folds", "\(run.folds); sha256 of folds.csv \(run.foldsHash)"),
                ("Models", run.models.joined(separator: "; ")), ("Computed with", "\(run.computing), seed \(run.seed)"),
                (
                    "Intervals",
                    "95 %, bootstrap over patients; subgroups: AUC by Obuchowski (1997), shares by Wilson (1927). They "
                        + "describe the sampling of patients, not retraining."
                ),
                (
                    "Privacy",
                    "Patients appear under salted hashes, lesions under row numbers, and groups with fewer than "
                        + "\(CategoryRates.smallestCell) lesions or patients are left out, unless --show-identifiers was given."
                ),
            ]
        )
    }

    private static func summary(_ found: RunFindings, _ run: RunDescription) -> ReportSummary {
        let stack = found.ranking.stack
        let chosen = found.screening.rows[0]
        let fifteen = found.screening.retrieval[0].lists.first { $0.length == 15 }
        func detail(_ interval: Interval?, _ decimals: Int) -> String {
            interval.map { "\(Number.fixed($0.low, decimals)) to \(Number.fixed($0.high, decimals))" } ?? ""
        }
        var figures: [ReportSummary.KeyFigure] = [
            .init(
                value: Number.fixed(stack.metrics.partialAUC, 4),
                label: "Partial AUC above 80 % sensitivity (0 to 0.2)",
                detail: detail(stack.intervals?.partialAUC, 4)
            ),
            .init(
                value: Number.fixed(stack.metrics.auc, 3),
                label: "AUC",
                detail: detail(stack.intervals?.auc, 3)
            ),
            .init(
                value: Number.percent(chosen.point.specificity),
                label: "Specificity at 80 % sensitivity",
                detail: "\(Number.readable(chosen.screening.flagsPerThousand)) flags per 1,000 lesions"
            ),
        ]
        if let fifteen, found.knowsPatients {
            figures.append(
                .init(
                    value: Number.percent(fifteen.meanShare),
                    label: "Found among a patient's top 15",
                    detail: "\(fifteen.found) of \(fifteen.malignant) malignant lesions"
                )
            )
        }
        figures.append(
            .init(
                value: Number.grouped(found.lesions),
                label: "Lesions",
                detail: "\(Number.grouped(found.malignant)) malignant, "
                    + (found.knowsPatients ? "\(Number.grouped(found.patients)) patients" : "patients unknown")
            )
        )
        return ReportSummary(
            result: .group([
                .text("Scored by models that never saw the \(found.knowsPatients ? "patient" : "lesion"), "),
                "a malignant lesion ranks above a benign one in ",
                .strong(Number.percent(stack.metrics.auc)),
                " of pairs. Flagging enough lesions to find 80 % of the malignant ones means flagging ",
                .strong("\(Number.readable(chosen.screening.flagsPerThousand)) of 1,000"), ".",
            ]),
            trust: trust(found, run),
            keyFigures: figures
        )
    }

    private static func trust(_ found: RunFindings, _ run: RunDescription) -> [HTML] {
        var lines: [HTML] = [
            found.malignant < 100
                ? "Only \(found.malignant) malignant lesions stand behind these numbers: read the intervals, not the points."
                : found.knowsPatients
                    ? "\(Number.grouped(found.malignant)) malignant lesions among those of \(Number.grouped(found.patients)) patients stand behind these numbers."
                    : "\(Number.grouped(found.malignant)) malignant lesions stand behind these numbers.",
            .text(
                "All scores are out of fold: \(run.folds). No other hospital or camera was tested unless the folds say so."
            ),
        ]
        if !found.knowsPatients {
            lines.append(
                "Nobody knows which lesions belong to one patient: each counts as its own. Lesions of one person may stand in several folds, so scores may be too good and intervals too narrow."
            )
        }
        if found.ranking.stack.intervals == nil {
            lines.append("No intervals were drawn, so nothing says how much of this is chance.")
        }
        lines += run.notes.prefix(4).map { .text("\($0).") }
        lines.append("A score says which lesions to look at first. It is never a diagnosis.")
        return lines
    }
}
