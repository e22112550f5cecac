import Exploration

/// How far the cohort lies from the reference.
enum DriftSection {
    static func make(_ drift: CohortDrift) -> ReportSection {
        let large = drift.columns.filter { $0.grade == .large }
        let moderate = drift.columns.filter { $0.grade == .moderate }
        let prevalence = drift.prevalence.map {
            " The malignant rate is \(Number.percent($0.current.value)) here and \(Number.percent($0.reference.value)) in the reference."
        }
        return ReportSection(
            "Drift from the reference",
            finding: .group([
                .text(
                    "Of \(drift.columns.count) columns that both have, \(large.count) lie far from the reference and \(moderate.count) somewhat."
                ),
                .text(prevalence ?? ""),
                drift.onlyInReference.isEmpty
                    ? .none : .text(" Missing here: \(drift.onlyInReference.joined(separator: ", "))."),
            ]),
            decision: large.isEmpty
                ? "A model of the reference may be tried here. Check its calibration before any threshold is used."
                : "Do not use thresholds or probabilities of the reference here before they are checked on labelled lesions of this cohort. The columns that moved most say where to look: cameras, lighting, or other patients.",
            blocks: drift.columns.isEmpty ? [] : [.figure(figure(drift)), .table(name: "drift", table(drift))]
        )
    }

    private static func figure(_ drift: CohortDrift) -> Figure {
        let columns = drift.columns.prefix(30)
        return Figure(
            "drift-index",
            title: "How far each column lies from the reference",
            description:
                "Population stability index of each column, the largest on top. Below 0.1 nothing moved, above 0.25 it is another population (dotted lines).",
            traces: [
                Trace.bars(
                    x: .numbers(columns.map(\.stabilityIndex)),
                    y: .texts(columns.map(\.name)),
                    name: "stability index",
                    colour: .benign,
                    horizontal: true,
                    ["showlegend": false]
                )
            ],
            layout: [
                "xaxis": Axis.titled("population stability index"), "yaxis": Axis.names(),
                "shapes": .list(
                    [0.1, 0.25].map { limit in
                        [
                            "type": "line", "x0": .number(limit), "x1": .number(limit), "yref": "paper", "y0": 0,
                            "y1": 1,
                            "line": ["color": FigureColour.malignant.value, "width": 1, "dash": "dot"],
                        ]
                    }
                ),
            ],
            height: max(200, columns.count * 22 + 90),
            data: table(drift)
        )
    }

    private static func table(_ drift: CohortDrift) -> DataTable {
        DataTable(
            caption: "Drift of each column, with a test and an effect size",
            columns: [
                "column", "moved", "stability index", "difference in sd", "test", "statistic", "p", "new levels",
            ],
            rows: drift.columns.map { column in
                [
                    .text(column.name), .text(column.grade.rawValue), .fixed(column.stabilityIndex, 3),
                    column.standardisedDifference.map { .fixed($0, 2) } ?? .missing, .text(column.test),
                    .number(column.statistic), .pValue(column.pValue),
                    .text(column.newLevels.prefix(4).joined(separator: ", ")),
                ]
            },
            shownRows: 40
        )
    }
}
