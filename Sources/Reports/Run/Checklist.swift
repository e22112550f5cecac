import Evaluation
public import Exploration
import Foundation

/// What TRIPOD+AI (2024) and CLAIM (2024 update) ask of a report, and what a run can say about it by itself.
public struct Checklist: Sendable {
    /// One item.
    public struct Item: Sendable {
        /// The item's number in TRIPOD+AI and its subject in CLAIM; a dash where one of them does not ask.
        public let tripod: String
        public let claim: String
        /// What is asked, in our words.
        public let question: String
        /// What the run knows; nil where the author must write.
        public let evidence: String?
    }

    /// The words for what no program can know.
    public static let authorMustWrite = "author must write"

    /// The items.
    public let items: [Item]

    /// Fills in what a run knows.
    public init(_ found: RunFindings, of run: RunDescription) {
        let ranking = found.ranking.stack
        let interval =
            ranking.intervals.map {
                " (95 % interval \(Number.fixed($0.partialAUC.low, 4)) to \(Number.fixed($0.partialAUC.high, 4)))"
            } ?? ""
        func item(_ tripod: String, _ claim: String, _ question: String, _ evidence: String? = nil) -> Item {
            Item(tripod: tripod, claim: claim, question: question, evidence: evidence)
        }
        let divisions = found.subgroups?.categories.map { $0.name.lowercased() }.joined(separator: ", ")
        items = [
            item("1, 2", "title, abstract", "Names the study as developing or evaluating a prediction model with AI"),
            item("3a", "introduction", "Clinical background, intended purpose, intended users and patients"),
            item("3c", "introduction", "Known inequalities between groups of patients"),
            item("4", "introduction", "Objectives"),
            item(
                "5a",
                "data sources",
                "Where the data come from",
                run.data.map { "\($0.name): sha256 \($0.sha256)" }.joined(separator: "; ")
            ),
            item("5b", "data sources", "Dates of collection"),
            item("6a", "data sources", "Setting, hospitals, eligibility"),
            item(
                "7",
                "preprocessing",
                "How data were prepared, alike for all groups",
                "Features and crops are prepared by one definition for training and prediction. Left out as leaking or by decision: \(run.excludedColumns.isEmpty ? "nothing beyond the leak guard" : run.excludedColumns.joined(separator: ", "))."
            ),
            item("8a", "reference standard", "How malignancy was established, and how good that is"),
            item("–", "de-identification", "How data were de-identified"),
            item("9a", "model", "Predictors and how they were chosen", run.models.joined(separator: "; ") + "."),
            item(
                "10",
                "sample size",
                "How the size was arrived at",
                "\(Number.grouped(found.lesions)) lesions, \(Number.grouped(found.malignant)) malignant, \(Number.grouped(found.patients)) patients; whether that is enough the author must write."
            ),
            item(
                "11",
                "data",
                "Missing values",
                "Never imputed: a missing input gives a missing feature, which the boosters handle."
            ),
            item(
                "12a",
                "partitions",
                "How data were divided, and at which level they are disjoint",
                "\(run.folds), grouped by \(run.groupColumn); sha256 of folds.csv \(run.foldsHash)."
            ),
            item(
                "12c",
                "training",
                "Model type, hyperparameters, selection",
                "All settings stand in run.json, with seed \(run.seed)."
            ),
            item(
                "12d",
                "evaluation",
                "Heterogeneity between hospitals",
                found.subgroups?.categories.contains { $0.name == "Hospital" } == true
                    ? "Section “Subgroups” of the report." : nil
            ),
            item(
                "12e",
                "evaluation",
                "Measures of performance and their intervals",
                "Partial AUC above 80 % sensitivity, AUC, average precision, calibration, net benefit; intervals by bootstrap over patients."
            ),
            item("12f", "–", "Model updating"),
            item(
                "13",
                "training",
                "Class imbalance",
                "Bags under-sample benign lesions; probabilities are calibrated to the cohort's own share of malignant lesions."
            ),
            item(
                "14",
                "–",
                "Fairness: what was done about it",
                divisions.map { "Performance by \($0), with intervals and a test; nothing was adjusted." }
            ),
            item(
                "15",
                "model",
                "What the model puts out",
                "A score, a calibrated probability, and the features that moved it. Never a diagnosis."
            ),
            item(
                "16",
                "partitions",
                "Differences between development and evaluation data",
                "None: every lesion is evaluated by models that did not see its patient."
            ),
            item("17", "–", "Ethical approval"),
            item("18a–f", "availability", "Funding, conflicts, protocol, registration, data, code"),
            item("19", "–", "Involvement of patients and the public"),
            item(
                "20a, b",
                "results",
                "Participants by class and group",
                "\(Number.grouped(found.patients)) patients; groups in section “Subgroups”."
            ),
            item(
                "21",
                "results",
                "Numbers of participants and events in each analysis",
                found.ranking.folds.map { "fold \($0.number): \($0.lesions) lesions, \($0.malignant) malignant" }
                    .joined(separator: "; ") + "."
            ),
            item(
                "22",
                "availability",
                "The whole model, so that others can use it",
                "The bundle of the run, verified by sha256; boosters in LightGBM's text format."
            ),
            item(
                "23a",
                "results",
                "Performance with intervals, also in key groups",
                "Partial AUC \(Number.fixed(ranking.metrics.partialAUC, 4))\(interval), AUC \(Number.fixed(ranking.metrics.auc, 3)); groups in section “Subgroups”."
            ),
            item(
                "23b",
                "results",
                "Heterogeneity",
                found.subgroups == nil ? nil : "Cochran's Q for every division in section “Subgroups”."
            ),
            item("24", "–", "Results of updating"),
            item("–", "robustness", "Robustness to blur, compression, colour and missing inputs"),
            item(
                "–",
                "failure analysis",
                "Where it fails",
                "\(found.failures.missedCount) malignant lesions are missed at the threshold for 90 % sensitivity; section “Failures”."
            ),
            item(
                "–",
                "explainability",
                "What the model looks at",
                found.importance == nil ? nil : "Sections “What features are worth” and “Why lesions get their scores”."
            ),
            item("–", "external testing", "Tested on data from elsewhere"),
            item("25", "discussion", "Interpretation, with fairness"),
            item(
                "26",
                "discussion",
                "Limits",
                "No external test, no visits over time, probabilities hold for this prevalence; the rest the author must write."
            ),
            item("27a–c", "discussion", "Use in practice: poor inputs, skills of users, next steps"),
        ]
    }

    /// The checklist as Markdown.
    public var markdown: String {
        let rows = items.map { item in
            "| \(item.tripod) | \(item.claim) | \(item.question) | \(item.evidence.map(Self.cell) ?? "**\(Self.authorMustWrite)**") |"
        }
        return """
            # Checklist: TRIPOD+AI (2024) and CLAIM (2024 update)

            Items are given by number or subject and in our words; read the statements themselves. What the run knows is filled \
            in, everything else the author must write.

            | TRIPOD+AI | CLAIM | asked | evidence |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    private static func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }

    /// The checklist as a table.
    var table: DataTable {
        DataTable(
            caption: "TRIPOD+AI (2024) and CLAIM (2024 update), in our words",
            columns: ["TRIPOD+AI", "CLAIM", "asked", "evidence"],
            rows: items.map {
                [.text($0.tripod), .text($0.claim), .text($0.question), .text($0.evidence ?? Self.authorMustWrite)]
            }
        )
    }
}

/// The checklist as a section.
enum ChecklistSection {
    static func make(_ found: RunFindings, _ run: RunDescription) -> ReportSection {
        let list = Checklist(found, of: run)
        let open = list.items.count { $0.evidence == nil }
        return ReportSection(
            "Checklist",
            finding: .text(
                "Of \(list.items.count) items that reporting standards ask for, the run answers \(list.items.count - open); \(open) the author must write."
            ),
            decision: "Before a result is published, every item needs an answer of a person.",
            blocks: [.table(name: "checklist", list.table)]
        )
    }
}
