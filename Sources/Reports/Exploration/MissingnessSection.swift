import Evaluation
import Exploration

/// What is missing, and whether that depends on the class.
enum MissingnessSection {
    static func make(_ found: Exploration) -> ReportSection {
        let missingness = found.missingness
        let title = "Missing values"
        guard let worst = missingness.columns.first else {
            return ReportSection(
                title,
                finding: "No value is missing in any column.",
                decision: "Nothing to do.",
                blocks: []
            )
        }
        let empty = missingness.columns.filter { missingness.share($0) >= Decisions.tooEmpty }
        return ReportSection(
            title,
            finding: .group([
                .text(
                    "\(missingness.columns.count) columns have missing values and \(missingness.completeColumns) have none. "
                ),
                .code(worst.name), .text(" is "), .strong("\(Number.percent(missingness.share(worst))) missing"), ".",
            ]),
            decision: .group([
                empty.isEmpty
                    ? "No column is too empty to use."
                    : .group([
                        "Excluded because at least 99 % is missing: ",
                        .group(
                            empty.enumerated().flatMap { [HTML.text($0 == 0 ? "" : ", "), .code($1.name)] }
                        ), ".",
                    ]),
                " Everything else stays as it is: missing values are never filled in, since boosters read them as they are.",
            ]),
            blocks: [.figure(figure(missingness)), .table(name: "missingness-by-class", table(missingness))]
        )
    }

    private static func figure(_ missingness: Missingness) -> Figure {
        let columns = missingness.columns.prefix(30)
        return Figure(
            "missingness",
            title: "Share of each column that is missing",
            description: "Bars from 0 to 100 %, the emptiest column on top; complete columns are not shown.",
            traces: [
                Trace.bars(
                    x: .numbers(columns.map { missingness.share($0) }),
                    y: .texts(columns.map(\.name)),
                    name: "missing",
                    colour: .benign,
                    horizontal: true,
                    [
                        "text": .texts(columns.map { Number.percent(missingness.share($0)) }), "textposition": "auto",
                        "showlegend": false,
                    ]
                )
            ],
            layout: ["xaxis": Axis.percent("missing", ["range": [0, 1]]), "yaxis": Axis.names()],
            height: max(180, columns.count * 26 + 80),
            data: DataTable(
                caption: "Missing values of each column",
                columns: ["column", "missing rows", "share"],
                rows: missingness.columns.map { [.text($0.name), .count($0.missing), .share(missingness.share($0))] }
            )
        )
    }

    private static func table(_ missingness: Missingness) -> DataTable {
        DataTable(
            caption: "Missing values by class",
            columns: ["column", "missing", "of benign", "of malignant", "p"],
            rows: missingness.columns.map { column in
                [
                    .text(column.name), .share(missingness.share(column)),
                    column.ofBenign.map { .share($0) } ?? .missing,
                    column.ofMalignant.map { .share($0) } ?? .missing,
                    column.test.map { .pValue($0.pValue) } ?? .missing,
                ]
            },
            shownRows: 25
        )
    }
}
