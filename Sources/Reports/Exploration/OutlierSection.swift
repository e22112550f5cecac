import Evaluation
import Exploration

/// What lies far out, and whether malignant lesions sit there.
enum OutlierSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Outliers"
        switch found.outliers {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let outliers):
            let impossible = outliers.columns.reduce(0) { $0 + $1.impossible }
            let broken = outliers.identities.reduce(0) { $0 + $1.broken }
            let base = found.balance.content?.prevalence.value
            let richest = base.flatMap { base in
                outliers.columns.flatMap { column in
                    [("lowest", column.rateOfLowest), ("highest", column.rateOfHighest)].compactMap { end, rate in
                        rate.map {
                            (name: column.name, end: end, times: $0.value / base, isClear: $0.interval.low > base)
                        }
                    }
                }.filter(\.isClear).max { $0.times < $1.times }
            }
            return ReportSection(
                title,
                finding: .group([
                    richest.map { richest in
                        .group([
                            "The extremes hold the cancers: among the \(richest.end) hundredth of ",
                            .code(richest.name),
                            .text(" malignant lesions are "), .strong("\(Number.readable(richest.times)) times"),
                            " as frequent as overall. ",
                        ])
                    } ?? "",
                    .text(
                        impossible == 0
                            ? "No value lies outside what can be measured"
                            : "\(Number.grouped(impossible)) values lie outside what can be measured"
                    ),
                    .text(
                        outliers.identities.isEmpty
                            ? "."
                            : broken == 0
                                ? ", and columns that follow from each other agree."
                                : ", and \(Number.grouped(broken)) rows contradict themselves."
                    ),
                ]),
                decision:
                    "Never clip or drop outliers: they are signal. Boosters split on ranks and do not mind them.",
                blocks: (base == nil ? [] : [.figure(extremes(outliers, base: base ?? 0))])
                    + [.table(name: "outliers", table(outliers))]
            )
        }
    }

    private static func extremes(_ outliers: Outliers, base: Double) -> Figure {
        let columns = outliers.columns.filter { $0.rateOfLowest != nil }.sorted {
            max($0.rateOfLowest?.value ?? 0, $0.rateOfHighest?.value ?? 0)
                > max($1.rateOfLowest?.value ?? 0, $1.rateOfHighest?.value ?? 0)
        }.prefix(20)
        let names = columns.map(\.name)
        func bars(_ name: String, _ rates: [Estimate?], _ colour: FigureColour, _ pattern: String) -> PlotValue {
            Trace.bars(
                x: .numbers(rates.map { ($0?.value ?? 0) / base }),
                y: .texts(names),
                name: name,
                colour: colour,
                horizontal: true,
                ["marker": ["pattern": ["shape": .text(pattern)]]]
            )
        }
        return Figure(
            "extremes",
            title: "How much more frequent malignant lesions are at the extremes",
            description:
                "For each measurement the malignant rate among its lowest and its highest hundredth, as a multiple of the overall rate. The dotted line is 1.",
            traces: [
                bars("lowest hundredth", columns.map(\.rateOfLowest), .benign, ""),
                bars("highest hundredth", columns.map(\.rateOfHighest), .malignant, "/"),
            ],
            layout: [
                "barmode": "group", "xaxis": Axis.titled("times the overall rate"), "yaxis": Axis.names(),
                "shapes": [
                    [
                        "type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1,
                        "line": ["color": FigureColour.ink.value, "width": 1, "dash": "dot"],
                    ]
                ],
            ],
            height: max(240, names.count * 28 + 100),
            data: table(outliers)
        )
    }

    private static func table(_ outliers: Outliers) -> DataTable {
        func estimate(_ estimate: Estimate?) -> DataTable.Cell { estimate.map { .share($0.value) } ?? .missing }
        return DataTable(
            caption: "Outliers by Tukey's fences (1.5 interquartile ranges outside the quartiles)",
            columns: [
                "measurement", "low fence", "high fence", "outside", "malignant outside", "malignant in lowest 1 %",
                "malignant in highest 1 %", "impossible",
            ],
            rows: outliers.columns.map { column in
                [
                    .text(column.name), .number(column.fences.low), .number(column.fences.high),
                    .share(Double(column.outside) / Double(column.present)), estimate(column.rateOutside),
                    estimate(column.rateOfLowest), estimate(column.rateOfHighest), .count(column.impossible),
                ]
            },
            shownRows: 12
        )
    }
}
