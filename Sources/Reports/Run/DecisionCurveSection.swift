import Evaluation
import Exploration
import Foundation

/// What acting on probabilities gains.
enum DecisionCurveSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let points = found.probabilities.decisions.points
        let better = points.filter { $0.model > $0.bestRule }
        let range = better.first.flatMap { first in better.last.map { (first.threshold, $0.threshold) } }
        return ReportSection(
            "Decision curve",
            finding: .text(
                range.map {
                    "Flagging by probability is worth more than flagging all lesions or none at thresholds from \(Number.percent($0.0)) to \(Number.percent($0.1))."
                }
                    ?? "At no screening threshold is flagging by probability worth more than flagging all lesions or none."
            ),
            decision:
                "A threshold of 1 % says that finding one malignant lesion is worth looking at 99 benign ones. Use the model only at thresholds where its line is the highest.",
            blocks: [.figure(figure(points))]
        )
    }

    /// Net benefits are counted in malignant lesions per so many lesions.
    private static let lesions = 100_000.0

    private static func figure(_ points: [DecisionCurve.Point]) -> Figure {
        let x = points.map(\.threshold)
        let model = points.map { $0.model * lesions }
        let top = model.map { max($0, 0) }.max() ?? 1
        return Figure(
            "decision-curve",
            title: "Net benefit by threshold",
            description:
                "Malignant lesions found among 100,000, less benign ones flagged weighed by the threshold's odds, for the model, for flagging all and for flagging none.",
            traces: [
                Trace.line(x: x, y: model, name: "model", colour: .malignant),
                Trace.line(
                    x: x,
                    y: points.map { $0.treatAll * lesions },
                    name: "flag all",
                    colour: .benign,
                    dash: "dash"
                ),
                Trace.line(x: x, y: x.map { _ in 0 }, name: "flag none", colour: .faint, dash: "dot"),
            ],
            layout: [
                "xaxis": Axis.logarithmic("threshold probability", ["tickformat": "~%", "dtick": 1]),
                "yaxis": Axis.titled("net benefit per 100,000 lesions", ["range": .numbers([-0.4 * top, 1.15 * top])]),
            ],
            data: DataTable(
                caption: "Net benefit per 100,000 lesions, and examinations avoided against flagging all",
                columns: ["threshold", "model", "flag all", "examinations avoided per 1,000 lesions"],
                rows: points.map {
                    [
                        .share($0.threshold), .number($0.model * lesions), .number($0.treatAll * lesions),
                        .fixed($0.avoidedPerThousand, 1),
                    ]
                },
                shownRows: 20
            )
        )
    }
}

/// The logarithm of base ten of a share above zero; the smallest that a figure shows is one in ten million.
func log10Of(_ share: Double) -> Double { log10(max(share, 1e-7)) }
