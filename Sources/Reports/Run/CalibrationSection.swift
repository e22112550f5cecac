import Evaluation
import Exploration

/// Whether probabilities can be taken at their word.
enum CalibrationSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let measures = found.probabilities.calibration
        return ReportSection(
            "Calibration",
            finding: .text(
                "The mean probability is \(Number.percent(measures.meanProbability)), and \(Number.percent(measures.prevalence)) of the lesions are malignant. The calibration slope is \(Number.fixed(measures.slope, 2)): "
                    + (measures.slope < 0.9
                        ? "probabilities are too extreme."
                        : measures.slope > 1.1 ? "probabilities are too timid." : "close to 1, as it should be.")
            ),
            decision:
                "Read probabilities as shares in a population like this one. Where malignant lesions are rarer or more common, calibrate again; the order of lesions stays.",
            blocks: [.figure(reliability(found.probabilities.bins)), .table(name: "calibration", table(measures))]
        )
    }

    private static func reliability(_ bins: [ReliabilityBin]) -> Figure {
        // A share of 0 has no place on a logarithmic axis: its interval's upper end is shown alone.
        let shown = bins.filter { $0.malignant > 0 && $0.meanProbability > 0 }
        let low = shown.map { min($0.meanProbability, $0.interval.low) }.min() ?? 1e-4
        let high = shown.map { max($0.meanProbability, $0.interval.high) }.max() ?? 1
        let ends = [low / 1.6, min(1, high * 1.6)]
        let range = PlotValue.numbers(ends.map { log10Of($0) })
        return Figure(
            "reliability",
            title: "Observed share of malignant lesions by predicted probability",
            description:
                "Lesions in \(bins.count) groups of similar probability, each with about as many malignant lesions, on logarithmic axes. Points on the diagonal are calibrated; bars are Wilson's 95 % intervals.",
            note: shown.count < bins.count
                ? "\(bins.count - shown.count) groups without a malignant lesion are in the table only." : .none,
            traces: [
                Trace.line(x: ends, y: ends, name: "calibrated", colour: .faint, dash: "dot"),
                Trace.line(
                    x: shown.map(\.meanProbability),
                    y: shown.map(\.observed),
                    name: "stack",
                    colour: .malignant,
                    [
                        "mode": "markers", "marker": ["size": 9, "color": FigureColour.malignant.value],
                        "cliponaxis": false,
                        "error_y": [
                            "type": "data", "symmetric": false, "thickness": 1.5, "width": 0,
                            "array": .numbers(shown.map { $0.interval.high - $0.observed }),
                            "arrayminus": .numbers(shown.map { $0.observed - $0.interval.low }),
                        ], "hovertemplate": "predicted %{x:.3%}, observed %{y:.3%}<extra></extra>",
                    ]
                ),
            ],
            layout: [
                "xaxis": Axis.logarithmic("predicted probability", ["range": range, "tickformat": "~%", "dtick": 1]),
                "yaxis": Axis.logarithmic("observed share", ["range": range, "tickformat": "~%", "dtick": 1]),
            ],
            height: 420,
            data: DataTable(
                caption: "Groups of similar probability",
                columns: ["mean probability", "lesions", "malignant", "observed share"],
                rows: bins.map {
                    [
                        .share($0.meanProbability), .count($0.lesions), .count($0.malignant),
                        .interval($0.observed, $0.interval.low, $0.interval.high, decimals: 3),
                    ]
                }
            )
        )
    }

    private static func table(_ measures: CalibrationMeasures) -> DataTable {
        DataTable(
            caption: "Calibration of the cross-fitted probabilities",
            columns: ["measure", "value", "where right"],
            rows: [
                [.text("calibration slope"), .fixed(measures.slope, 3), .text("1")],
                [.text("intercept of the same regression"), .fixed(measures.intercept, 3), .text("0")],
                [.text("calibration in the large"), .fixed(measures.calibrationInTheLarge, 3), .text("0")],
                [.text("Brier score"), .number(measures.brier), .text("0")],
                [
                    .text("scaled Brier score"), .fixed(measures.scaledBrier, 4),
                    .text("1; knowing only the prevalence gives 0"),
                ],
            ]
        )
    }
}
