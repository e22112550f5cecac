import Evaluation
import Exploration

/// How malignant lesions stand out among their own patient's.
enum UglyDucklingSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "The ugly duckling"
        switch found.uglyDuckling {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let duckling):
            var blocks: [ReportSection.Block] = [.figure(comparison(duckling))]
            if duckling.malignantByTenth.contains(where: { $0 > 0 }) { blocks.append(.figure(standing(duckling))) }
            if !duckling.portraits.isEmpty { blocks.append(.figure(portraits(duckling))) }
            let gained = duckling.comparisons.filter { $0.gain > 0 }
            let inList = duckling.foundInList.map {
                " Among each patient's \(UglyDuckling.listLength) most unusual lesions, found without a single label, stand \(Number.percent($0.value)) of the malignant ones (95 % interval \(Number.percent($0.interval.low)) to \(Number.percent($0.interval.high)); patients with more lesions only)."
            }
            return ReportSection(
                title,
                finding: .group([
                    .text("Compared with the patient's own lesions, "),
                    .strong("\(gained.count) of \(duckling.comparisons.count) measurements"),
                    .text(" separate the classes better than alone."),
                    .text(inList ?? ""),
                ]),
                decision: .group([
                    "Give every measurement twice: as it is, and as a z-score within the patient",
                    gained.isEmpty
                        ? "."
                        : .group([
                            ". The comparison adds most to ",
                            .group(
                                gained.prefix(3).enumerated().flatMap {
                                    [HTML.text($0 == 0 ? "" : ", "), .code($1.name)]
                                }
                            ), ".",
                        ]),
                ]),
                blocks: blocks
            )
        }
    }

    /// Raw and relative AUC of each measurement, joined by a line.
    private static func comparison(_ duckling: UglyDuckling) -> Figure {
        let comparisons = duckling.comparisons.prefix(36)
        let names = comparisons.map(\.name)
        func points(
            _ values: [Double],
            _ name: String,
            _ colour: FigureColour,
            _ symbol: String
        ) -> PlotValue {
            [
                "type": "scatter", "mode": "markers", "name": .text(name), "x": .numbers(values), "y": .texts(names),
                "marker": ["color": colour.value, "symbol": .text(symbol), "size": 9],
            ]
        }
        let joins: PlotValue = [
            "type": "scatter", "mode": "lines", "showlegend": false, "hoverinfo": "skip",
            "x": .list(
                comparisons.flatMap { [.number(away($0.raw.value)), .number(away($0.relative.value)), .null] }
            ),
            "y": .list(comparisons.flatMap { [.text($0.name), .text($0.name), .null] }),
            "line": ["color": FigureColour.line.value, "width": 3],
        ]
        return Figure(
            "patient-relative",
            title: "What comparing with the patient's own lesions adds",
            description:
                "For each measurement two AUCs, whichever direction is better: of the number itself (circle) and of its z-score within the patient (diamond). The largest gain stands on top.",
            traces: [
                joins, points(comparisons.map { away($0.raw.value) }, "the number itself", .benign, "circle"),
                points(
                    comparisons.map { away($0.relative.value) },
                    "z-score within the patient",
                    .malignant,
                    "diamond"
                ),
            ],
            layout: ["xaxis": Axis.titled("AUC (either direction)"), "yaxis": Axis.names()],
            height: max(240, names.count * 20 + 110),
            data: DataTable(
                caption: "AUC of each measurement, alone and within the patient",
                columns: ["measurement", "alone", "within the patient", "gain"],
                rows: duckling.comparisons.map {
                    [
                        .text($0.name),
                        .interval($0.raw.value, $0.raw.interval.low, $0.raw.interval.high, decimals: 3),
                        .interval(
                            $0.relative.value,
                            $0.relative.interval.low,
                            $0.relative.interval.high,
                            decimals: 3
                        ), .fixed($0.gain, 3),
                    ]
                },
                shownRows: 40
            )
        )
    }

    private static func away(_ auc: Double) -> Double { max(auc, 1 - auc) }

    private static func standing(_ duckling: UglyDuckling) -> Figure {
        let total = duckling.malignantByTenth.reduce(0, +)
        return Figure(
            "unusual-tenth",
            title: "Where malignant lesions stand among their patient's lesions",
            description:
                "Bars: malignant lesions in each tenth of their patient's lesions, from the most usual to the most unusual. The dotted line is what chance would give.",
            note:
                "Unusualness is the root of the mean squared z-score over all measurements; no label is used. AUC \(Number.fixed(duckling.unusualness.value, 2)). Patients with at least \(UglyDuckling.leastLesions) lesions.",
            traces: [
                Trace.bars(
                    x: .texts((1...10).map { $0 == 1 ? "1 most usual" : $0 == 10 ? "10 most unusual" : "\($0)" }),
                    y: .numbers(duckling.malignantByTenth.map(Double.init)),
                    name: "malignant lesions",
                    colour: .malignant,
                    ["showlegend": false]
                )
            ],
            layout: [
                "xaxis": Axis.titled("tenth of the patient's lesions", ["type": "category"]),
                "yaxis": Axis.titled("malignant lesions"),
                "shapes": [
                    [
                        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": .number(Double(total) / 10),
                        "y1": .number(Double(total) / 10),
                        "line": ["color": FigureColour.ink.value, "width": 1.5, "dash": "dot"],
                    ]
                ],
            ],
            height: 320,
            data: DataTable(
                caption: "Malignant lesions by tenth of unusualness",
                columns: ["tenth", "malignant lesions"],
                rows: duckling.malignantByTenth.enumerated().map { [.count($0 + 1), .count($1)] }
            )
        )
    }

    private static func portraits(_ duckling: UglyDuckling) -> Figure {
        let columns = duckling.portraitColumns
        func trace(_ portrait: UglyDuckling.Portrait, malignant: Bool) -> PlotValue {
            let points = portrait.points.filter { $0.isMalignant == malignant }
            return [
                "type": "scatter", "mode": "markers", "name": malignant ? "malignant" : "benign",
                "x": .numbers(points.map(\.x)), "y": .numbers(points.map(\.y)),
                "marker": malignant
                    ? [
                        "color": FigureColour.malignant.value, "symbol": "diamond", "size": 13,
                        "line": ["color": FigureColour.ink.value, "width": 1],
                    ] : ["color": FigureColour.benign.value, "size": 6, "opacity": 0.55],
            ]
        }
        return Figure(
            "patient-portraits",
            title: "Single patients, each lesion against all others of the same person",
            description:
                "Scatter of two z-scores within one patient; malignant lesions are large diamonds. The middle is what is usual for this patient.",
            choice: "Patient",
            variants: duckling.portraits.map { portrait in
                Figure.Variant(
                    label: "\(portrait.patient): \(portrait.lesions) lesions, \(portrait.malignant) malignant",
                    traces: [trace(portrait, malignant: false), trace(portrait, malignant: true)]
                )
            },
            layout: [
                "xaxis": Axis.titled("\(columns.x), z-score within the patient"),
                "yaxis": Axis.titled("\(columns.y), z-score"),
            ],
            height: 400,
            data: DataTable(
                caption: "Lesions of single patients",
                columns: ["patient", "\(columns.x) z", "\(columns.y) z", "malignant"],
                rows: duckling.portraits.flatMap { portrait in
                    portrait.points.map {
                        [.text(portrait.patient), .fixed($0.x, 3), .fixed($0.y, 3), .count($0.isMalignant ? 1 : 0)]
                    }
                },
                shownRows: 15
            )
        )
    }
}
