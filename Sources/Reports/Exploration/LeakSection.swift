import Exploration

/// Columns that would tell a model the answer.
enum LeakSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Leaks"
        switch found.leaks {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let leaks):
            let known = leaks.columns.filter { $0.reason != .rowOrder }
            let order = leaks.columns.first { $0.reason == .rowOrder }
            return ReportSection(
                title,
                finding: .group([
                    known.first.map { worst in
                        .group([
                            .text("\(known.count) columns would tell a model the answer. "), .code(worst.name),
                            .text(" alone would buy a score of "),
                            .strong("\(Number.fixed(worst.partialAUC, 3)) of 0.2"),
                            .text(
                                " (AUC \(Number.fixed(worst.auc, 3))), and nothing of it would be left on new patients."
                            ),
                        ])
                    } ?? "No column is known to tell the answer.",
                    order.map { .text(" The order of the rows has an AUC of \(Number.fixed($0.auc, 3)).") } ?? .none,
                ]),
                decision: known.isEmpty
                    ? "Nothing to exclude."
                    : .group([
                        "Never a feature: ",
                        .group(known.enumerated().flatMap { [HTML.text($0 == 0 ? "" : ", "), .code($1.name)] }), ".",
                    ]),
                blocks: [.figure(figure(leaks))]
            )
        }
    }

    private static func figure(_ leaks: LeakColumns) -> Figure {
        let columns = leaks.columns.sorted { $0.partialAUC > $1.partialAUC }
        return Figure(
            "leaks",
            title: "The score that each of these columns alone would buy",
            description:
                "Partial AUC above 80 % sensitivity of each column used as the only feature; 0.2 is perfect, 0.02 is guessing (dotted line).",
            note: "Names are scored by their malignant rate in the other fifths of the patients, numbers as they are.",
            traces: [
                Trace.bars(
                    x: .numbers(columns.map(\.partialAUC)),
                    y: .texts(columns.map(\.name)),
                    name: "partial AUC",
                    colour: .malignant,
                    horizontal: true,
                    [
                        "text": .texts(columns.map { Number.fixed($0.partialAUC, 3) }), "textposition": "auto",
                        "showlegend": false,
                    ]
                )
            ],
            layout: [
                "xaxis": Axis.titled("partial AUC above 80 % sensitivity", ["range": [0, 0.21]]), "yaxis": Axis.names(),
                "shapes": [
                    [
                        "type": "line", "x0": 0.02, "x1": 0.02, "yref": "paper", "y0": 0, "y1": 1,
                        "line": ["color": FigureColour.ink.value, "width": 1, "dash": "dot"],
                    ]
                ],
            ],
            height: max(170, columns.count * 27 + 80),
            data: DataTable(
                caption: "Columns that tell the answer",
                columns: ["column", "why", "partial AUC", "AUC"],
                rows: columns.map {
                    [.text($0.name), .text($0.reason.rawValue), .fixed($0.partialAUC, 4), .fixed($0.auc, 4)]
                }
            )
        )
    }
}
