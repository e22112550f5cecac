import Evaluation
import Exploration

/// What flagging lesions at a threshold means.
enum ScreeningSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let screening = found.screening
        let chosen = screening.chosen
        let oneIn = Number.readable(1 / found.ranking.prevalence)
        return ReportSection(
            "Operating points",
            finding: .group([
                .text("To find \(Number.percent(chosen.target)) of the malignant lesions, "),
                .strong("\(Number.readable(chosen.screening.flagsPerThousand)) of 1,000 lesions"),
                .text(
                    " must be flagged, \(Number.readable(chosen.flagsPerPatient)) per patient, and one in \(Number.readable(chosen.screening.numberNeededToExamine)) flagged lesions is malignant. One lesion in \(oneIn) is malignant here."
                ),
            ]),
            decision:
                "Choose the threshold by what missing a cancer costs and how many lesions a clinician can look at, before looking at new patients. The thresholds were chosen on the same out-of-fold scores that they are measured on, so expect a little less elsewhere.",
            blocks: [
                .table(name: "operating-points", table(screening)), .heading("In a population of another prevalence"),
                .prose(
                    HTML.paragraph(
                        "Sensitivity and specificity are assumed to stay; everything else follows by Bayes' rule. Change the number:"
                    )
                ),
                .calculator(
                    PrevalenceCalculator(
                        name: "prevalence",
                        prevalence: found.ranking.prevalence,
                        rows: screening.rows.map { row in
                            PrevalenceCalculator.Row(
                                name: "sensitivity \(Number.fixed(row.target, 2))",
                                sensitivity: row.point.sensitivity,
                                specificity: row.point.specificity,
                                values: [
                                    row.screening.positivePredictiveValue, row.screening.negativePredictiveValue,
                                    row.screening.flagsPerThousand, row.screening.numberNeededToExamine,
                                ]
                            )
                        }
                    )
                ),
            ]
        )
    }

    private static func table(_ screening: ScreeningFindings) -> DataTable {
        func cell(_ value: Double, _ interval: Interval?) -> DataTable.Cell {
            .interval(value, interval?.low ?? .nan, interval?.high ?? .nan, decimals: 3)
        }
        return DataTable(
            caption: "Thresholds chosen on out-of-fold scores, with 95 % intervals over patients at a fixed threshold",
            columns: [
                "wanted sensitivity", "threshold (log odds)", "sensitivity", "specificity", "PPV", "NPV", "LR+", "LR−",
                "flags per 1,000 lesions", "flags per patient", "number needed to examine",
            ],
            rows: screening.rows.map { row in
                [
                    .fixed(row.target, 2), .fixed(row.point.threshold, 3),
                    cell(row.point.sensitivity, row.intervals?.sensitivity),
                    cell(row.point.specificity, row.intervals?.specificity),
                    cell(row.screening.positivePredictiveValue, row.intervals?.precision),
                    .fixed(row.screening.negativePredictiveValue, 5),
                    .number(row.screening.positiveLikelihoodRatio), .number(row.screening.negativeLikelihoodRatio),
                    .number(row.screening.flagsPerThousand), .number(row.flagsPerPatient),
                    .number(row.screening.numberNeededToExamine),
                ]
            }
        )
    }
}

/// How many of a patient's malignant lesions stand on top of the patient's list.
enum RetrievalSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "The top of each patient's list"
        guard found.knowsPatients else {
            return ReportSection(title, unavailable: "No two lesions are known to belong to one patient.")
        }
        let models = found.screening.retrieval
        let stack = models[0].lists
        let fifteen = stack.first { $0.length == 15 }
        return ReportSection(
            title,
            finding: .text(
                fifteen.map {
                    "Among the 15 highest scores of a patient stand \(Number.percent($0.meanShare)) of his or her malignant lesions (mean over \(Number.grouped($0.patients)) patients who have any; \($0.found) of \($0.malignant) lesions)."
                } ?? ""
            ),
            decision:
                "A clinician who looks at a patient's first 15 lesions sees these; the rest are seen only by looking on. Patients with fewer lesions than the list is long count as found.",
            blocks: [
                .figure(
                    Figure(
                        "retrieval",
                        title: "Malignant lesions found by the length of the list",
                        description:
                            "Mean over patients with a malignant lesion of the share of theirs among their highest scores, for lists of \(ScreeningFindings.lengths.map(String.init).joined(separator: ", ")) lesions.",
                        traces: models.enumerated().map { index, model in
                            Trace.line(
                                x: model.lists.map { Double($0.length) },
                                y: model.lists.map(\.meanShare),
                                name: model.model,
                                colour: FigureColour.series[index % FigureColour.series.count],
                                dash: FigureColour.dashes[index % FigureColour.dashes.count],
                                ["mode": "lines+markers", "marker": ["size": 7]]
                            )
                        },
                        layout: [
                            "xaxis": Axis.titled(
                                "lesions looked at per patient",
                                ["tickvals": .numbers(ScreeningFindings.lengths.map(Double.init))]
                            ), "yaxis": Axis.percent("malignant lesions found", ["range": .numbers([0, 1.02])]),
                        ],
                        data: DataTable(
                            caption: "Malignant lesions among each patient's highest scores",
                            columns: [
                                "model", "length of the list", "mean share found", "found", "malignant", "patients",
                            ],
                            rows: models.flatMap { model in
                                model.lists.map {
                                    [
                                        .text(model.model), .count($0.length), .share($0.meanShare), .count($0.found),
                                        .count($0.malignant), .count($0.patients),
                                    ]
                                }
                            }
                        )
                    )
                )
            ]
        )
    }
}
