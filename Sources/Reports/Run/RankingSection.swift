import Evaluation
import Exploration

/// How well the stack and its image models rank lesions.
enum RankingSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let ranking = found.ranking
        let stack = ranking.stack
        return ReportSection(
            "Ranking",
            finding: .group([
                "The area of the ROC above 80 % sensitivity is ",
                .strong(Number.fixed(stack.metrics.partialAUC, 4)),
                .text(
                    stack.intervals.map {
                        " (95 % interval \(Number.fixed($0.partialAUC.low, 4)) to \(Number.fixed($0.partialAUC.high, 4)))"
                    } ?? ""
                ),
                ", where chance gives 0.02 and perfection 0.2.",
            ]),
            decision:
                "Compare runs by the partial AUC with paired intervals. Differences smaller than the interval of one run mean nothing on their own.",
            blocks: [
                .table(name: "ranking", table(ranking)), .figure(roc(ranking)), .figure(folds(ranking)),
                .figure(precisionRecall(ranking)),
            ]
        )
    }

    private static func cell(_ value: Double, _ interval: Interval?, _ decimals: Int) -> DataTable.Cell {
        .interval(value, interval?.low ?? .nan, interval?.high ?? .nan, decimals: decimals)
    }

    private static func table(_ ranking: RankingFindings) -> DataTable {
        func row(_ name: String, _ metrics: RankingMetrics, _ intervals: BootstrapIntervals?) -> [DataTable.Cell] {
            [
                .text(name), cell(metrics.partialAUC, intervals?.partialAUC, 4), cell(metrics.auc, intervals?.auc, 3),
                cell(metrics.averagePrecision, intervals?.averagePrecision, 3),
            ]
        }
        let corrected = ranking.models.compactMap { model in
            model.correctedIntervals.map { row("\(model.name), BCa intervals", model.metrics, $0) }
        }
        return DataTable(
            caption:
                "Ranking of all lesions, out of fold, with 95 % intervals over patients: percentiles of the bootstrap, and the same corrected for bias and skewness (BCa)",
            columns: ["model", "partial AUC above 80 % sensitivity", "AUC", "average precision"],
            rows: ranking.models.map { row($0.name, $0.metrics, $0.intervals) } + corrected
        )
    }

    private static func roc(_ ranking: RankingFindings) -> Figure {
        // The scored region lies between the curve and the left edge of the part above 80 %: 1 - FPR over TPR.
        let stack = ranking.stack
        let (x, y) = scored(stack)
        let region = Trace.line(
            x: x,
            y: y,
            name: "scored region",
            colour: .benign,
            ["fill": "toself", "fillcolor": FigureColour.benignTint.value, "line": ["width": 0], "hoverinfo": "skip"]
        )
        let curves = ranking.models.enumerated().map { index, model in
            Trace.line(
                x: model.falsePositiveRates,
                y: model.truePositiveRates,
                name: model.name,
                colour: FigureColour.series[index % FigureColour.series.count],
                dash: FigureColour.dashes[index % FigureColour.dashes.count],
                ["hovertemplate": "%{x:.1%} of benign flagged: %{y:.1%} of malignant found<extra></extra>"]
            )
        }
        let chance = Trace.line(x: [0, 1], y: [0, 1], name: "chance", colour: .faint, dash: "dot")
        return Figure(
            "roc",
            title: "ROC, with the region that the partial AUC measures",
            description:
                "Share of malignant lesions found over share of benign lesions flagged. The shaded region right of the curve above 80 % sensitivity has the area \(Number.fixed(stack.metrics.partialAUC, 4)).",
            traces: [region] + curves + [chance],
            layout: [
                "xaxis": Axis.percent("benign lesions flagged", ["range": .numbers([0, 1])]),
                "yaxis": Axis.percent("malignant lesions found", ["range": .numbers([0, 1.01])]),
            ],
            height: 460,
            data: DataTable(
                caption: "Points of the curves",
                columns: ["model", "benign lesions flagged", "malignant lesions found"],
                rows: ranking.models.flatMap { model in
                    zip(model.falsePositiveRates, model.truePositiveRates).map {
                        [.text(model.name), .share($0), .share($1)]
                    }
                },
                shownRows: 20
            )
        )
    }

    /// The outline of the region between the curve and the right edge, above a sensitivity of 0.8.
    private static func scored(_ model: RankingFindings.Measured) -> ([Double], [Double]) {
        var x: [Double] = [1]
        var y: [Double] = [0.8]
        var previous = (0.0, 0.0)
        for point in zip(model.falsePositiveRates, model.truePositiveRates) {
            if point.1 >= 0.8 {
                if previous.1 < 0.8 {
                    let share = (0.8 - previous.1) / (point.1 - previous.1)
                    x.append(previous.0 + share * (point.0 - previous.0))
                    y.append(0.8)
                }
                x.append(point.0)
                y.append(point.1)
            }
            previous = point
        }
        return (x + [1, 1], y + [1, 0.8])
    }

    private static func folds(_ ranking: RankingFindings) -> Figure {
        let measured = ranking.folds.filter { $0.metrics != nil }
        let pooled = ranking.stack
        let names = measured.map { "fold \($0.number)" } + ["all lesions"]
        func variant(
            _ label: String,
            _ range: [Double],
            _ value: (RankingMetrics) -> Double,
            _ interval: (BootstrapIntervals) -> Interval
        ) -> Figure.Variant {
            let values = measured.map { value($0.metrics ?? pooled.metrics) } + [value(pooled.metrics)]
            let intervals = measured.map { $0.intervals.map(interval) } + [pooled.intervals.map(interval)]
            return Figure.Variant(
                label: label,
                traces: [
                    Trace.intervals(
                        names: names,
                        values: values,
                        low: zip(values, intervals).map { $1?.low ?? $0 },
                        high: zip(values, intervals).map { $1?.high ?? $0 },
                        name: label,
                        colour: .benign,
                        ["showlegend": false]
                    )
                ],
                layout: ["xaxis": Axis.titled(label, ["range": .numbers(range)])]
            )
        }
        return Figure(
            "folds",
            title: "Every fold by itself",
            description:
                "Each fold has other patients and another model, so single folds scatter. Intervals cover the fold's own patients.",
            note: measured.count < ranking.folds.count
                ? "\(ranking.folds.count - measured.count) folds hold a single class and have no metric." : .none,
            choice: "Metric",
            variants: [
                variant("partial AUC above 80 % sensitivity", [0, 0.2], \.partialAUC, \.partialAUC),
                variant("AUC", [0.4, 1], \.auc, \.auc),
            ],
            layout: ["yaxis": Axis.names()],
            height: 120 + 34 * names.count,
            data: DataTable(
                caption: "The stack in each fold",
                columns: ["fold", "lesions", "malignant", "partial AUC", "AUC"],
                rows: ranking.folds.map { fold in
                    [
                        .text("fold \(fold.number)"), .count(fold.lesions), .count(fold.malignant),
                        fold.metrics.map { cell($0.partialAUC, fold.intervals?.partialAUC, 4) } ?? .missing,
                        fold.metrics.map { cell($0.auc, fold.intervals?.auc, 3) } ?? .missing,
                    ]
                }
            )
        )
    }

    private static func precisionRecall(_ ranking: RankingFindings) -> Figure {
        let precision = ranking.stack.metrics.averagePrecision
        return Figure(
            "precision-recall",
            title: "Precision falls fast, because malignant lesions are rare",
            description:
                "Share of flagged lesions that are malignant over share of malignant lesions found. Average precision \(Number.fixed(precision, 3)); chance gives the prevalence, \(Number.percent(ranking.prevalence)).",
            traces: [
                Trace.line(x: ranking.recalls, y: ranking.precisions, name: "stack", colour: .malignant),
                Trace.line(
                    x: [0, 1],
                    y: [ranking.prevalence, ranking.prevalence],
                    name: "prevalence",
                    colour: .faint,
                    dash: "dot"
                ),
            ],
            layout: [
                "xaxis": Axis.percent("malignant lesions found", ["range": .numbers([0, 1])]),
                "yaxis": Axis.percent("flagged lesions that are malignant", ["rangemode": "tozero"]),
            ],
            data: DataTable(
                caption: "Precision by recall",
                columns: ["malignant lesions found", "flagged lesions that are malignant"],
                rows: zip(ranking.recalls, ranking.precisions).map { [.share($0), .share($1)] },
                shownRows: 20
            )
        )
    }
}
