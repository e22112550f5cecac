import Evaluation
import Exploration

/// How far the classes lie apart in each measurement.
enum MeasurementSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Measurements by class"
        switch found.measurements {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let measurements):
            let judged = measurements.filter { $0.auc != nil }
            var blocks: [ReportSection.Block] = judged.isEmpty ? [] : [.figure(forest(judged))]
            blocks.append(.figure(distributions(measurements)))
            blocks.append(.table(name: "measurements", table(measurements)))
            let clear = judged.filter { measurement in
                measurement.auc.map { $0.interval.low > 0.5 || $0.interval.high < 0.5 } ?? false
            }
            let finding: HTML =
                judged.isEmpty
                ? "\(measurements.count) measurements are described; without two classes they cannot be judged."
                : .group([
                    .text(
                        "\(clear.count) of \(judged.count) measurements separate the classes beyond chance. The best three are "
                    ),
                    .group(
                        judged.prefix(3).enumerated().flatMap { position, measurement in
                            [
                                HTML.text(position == 0 ? "" : position == 2 ? " and " : ", "), .code(measurement.name),
                                .text(strength(measurement)),
                            ]
                        }
                    ), ". None is enough alone.",
                ])
            return ReportSection(
                title,
                finding: finding,
                decision: judged.isEmpty
                    ? nil
                    : .group([
                        "Use all of them: weak measurements add up in boosted trees. The first to look at are ",
                        .group(
                            judged.prefix(5).enumerated().flatMap {
                                [HTML.text($0 == 0 ? "" : ", "), .code($1.name)]
                            }
                        ), ".",
                    ]),
                blocks: blocks
            )
        }
    }

    /// The AUC in the better direction, and which direction that is.
    private static func strength(_ measurement: MeasurementSummary) -> String {
        let auc = measurement.auc?.value ?? .nan
        return " (AUC \(Number.fixed(max(auc, 1 - auc), 2)), \(auc < 0.5 ? "lower" : "higher") in malignant lesions)"
    }

    private static func forest(_ judged: [MeasurementSummary]) -> Figure {
        let sorted = judged.prefix(40).sorted { ($0.auc?.value ?? 0) > ($1.auc?.value ?? 0) }
        return Figure(
            "measurement-auc",
            title: "How well each measurement alone separates malignant from benign",
            description:
                "AUC with its 95 % interval for each measurement. Right of 0.5 higher values are more often malignant, left of it lower ones.",
            note: "Intervals are patient-clustered.",
            traces: [
                Trace.intervals(
                    names: sorted.map(\.name),
                    values: sorted.map { $0.auc?.value ?? .nan },
                    low: sorted.map { $0.auc?.interval.low ?? .nan },
                    high: sorted.map { $0.auc?.interval.high ?? .nan },
                    name: "AUC",
                    colour: .benign,
                    ["showlegend": false]
                )
            ],
            layout: [
                "xaxis": Axis.titled("AUC", ["zeroline": false]), "yaxis": Axis.names(),
                "shapes": [
                    [
                        "type": "line", "x0": 0.5, "x1": 0.5, "y0": 0, "y1": 1, "yref": "paper",
                        "line": ["color": FigureColour.faint.value, "width": 1, "dash": "dot"],
                    ]
                ],
            ],
            height: max(220, sorted.count * 19 + 90),
            data: table(judged)
        )
    }

    private static func distributions(_ measurements: [MeasurementSummary]) -> Figure {
        Figure(
            "distributions",
            title: "How each measurement is distributed",
            description:
                "Density of the chosen measurement: benign lesions as a filled step line, malignant ones as a thick dashed line. The outer bins hold everything further out.",
            choice: "Measurement",
            variants: measurements.prefix(60).map(variant),
            layout: ["yaxis": Axis.titled("density", ["rangemode": "tozero"])],
            height: 340,
            data: DataTable(
                caption: "Histograms of the measurements",
                columns: ["measurement", "from", "to", "benign", "malignant"],
                rows: measurements.flatMap { measurement in
                    measurement.histogram.benign.indices.map { bin in
                        [
                            .text(measurement.name), .number(measurement.histogram.edges[bin]),
                            .number(measurement.histogram.edges[bin + 1]), .count(measurement.histogram.benign[bin]),
                            .count(measurement.histogram.malignant[bin]),
                        ]
                    }
                },
                shownRows: 30
            )
        )
    }

    private static func variant(_ measurement: MeasurementSummary) -> Figure.Variant {
        let histogram = measurement.histogram
        func density(_ counts: [Int]) -> [Double] {
            let total = Double(max(1, counts.reduce(0, +)))
            return counts.indices.map { bin in
                Double(counts[bin]) / total / (histogram.edges[bin + 1] - histogram.edges[bin])
            }
        }
        func steps(_ counts: [Int], _ name: String, _ colour: FigureColour, _ more: PlotValue) -> PlotValue {
            let heights = density(counts)
            return Trace.line(
                x: histogram.edges,
                y: heights + [heights.last ?? 0],
                name: name,
                colour: colour,
                dash: "solid",
                more
            )
        }
        var traces = [
            steps(
                histogram.benign,
                measurement.malignant == nil ? "all lesions" : "benign",
                .benign,
                [
                    "line": ["shape": "hv", "width": 1.5], "fill": "tozeroy",
                    "fillcolor": FigureColour.benignTint.value,
                ]
            )
        ]
        if measurement.malignant != nil {
            traces.append(
                steps(
                    histogram.malignant,
                    "malignant",
                    .malignant,
                    ["line": ["shape": "hv", "width": 2.5, "dash": "dash"]]
                )
            )
        }
        let unit = measurement.unit.map { " [\($0)]" } ?? ""
        let meaning = measurement.meaning.map { ": \($0)" } ?? ""
        return Figure.Variant(
            label: measurement.name,
            traces: traces,
            layout: ["xaxis": Axis.titled("\(measurement.name)\(meaning)\(unit)", ["zeroline": false])]
        )
    }

    private static func table(_ measurements: [MeasurementSummary]) -> DataTable {
        DataTable(
            caption: "Measurements, the most telling first",
            columns: ["measurement", "median", "mean benign", "mean malignant", "Cohen's d", "AUC (95 % interval)"],
            rows: measurements.map { measurement in
                [
                    .text(measurement.name), .number(measurement.quantiles[2]),
                    measurement.benign.map { .number($0.mean) } ?? .missing,
                    measurement.malignant.map { .number($0.mean) } ?? .missing,
                    measurement.effectSize.map { .fixed($0, 2) } ?? .missing,
                    measurement.auc.map {
                        .interval($0.value, $0.interval.low, $0.interval.high, decimals: 2)
                    } ?? .missing,
                ]
            },
            shownRows: 40
        )
    }
}
