import Evaluation
import Exploration

/// What each image model adds, and whether they err on the same lesions.
enum ModelSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "Image models and the stack"
        guard let errors = found.errors else {
            return ReportSection(title, unavailable: "The run has no fine-tuned image models: the stack stands alone.")
        }
        let better = found.ranking.comparisons.filter { $0.difference.auc.interval.low > 0 }
        var blocks: [ReportSection.Block] = []
        if !found.ranking.comparisons.isEmpty { blocks.append(.table(name: "comparisons", comparisons(found.ranking))) }
        blocks.append(.figure(correlation(errors)))
        return ReportSection(
            title,
            finding: .text(
                found.ranking.comparisons.isEmpty
                    ? "Without intervals, models cannot be compared."
                    : "The stack ranks better than \(better.count) of \(found.ranking.comparisons.count) image models by more than the sampling of patients explains (AUC)."
            ),
            decision:
                "Keep models whose errors differ: two that err on the same lesions add little to each other. A correlation near 1 among malignant lesions says that one of them can go.",
            blocks: blocks
        )
    }

    private static func comparisons(_ ranking: RankingFindings) -> DataTable {
        func cell(_ difference: PairedComparison.Difference, _ decimals: Int) -> DataTable.Cell {
            .interval(difference.value, difference.interval.low, difference.interval.high, decimals: decimals)
        }
        return DataTable(
            caption: "The stack less each image model, on the same bootstrap replicates of patients",
            columns: [
                "image model", "partial AUC, difference", "AUC, difference",
                "replicates in which the stack is not better (AUC)",
            ],
            rows: ranking.comparisons.map {
                [
                    .text($0.model), cell($0.difference.partialAUC, 4), cell($0.difference.auc, 3),
                    .share($0.difference.auc.shareNotBetter),
                ]
            }
        )
    }

    private static func correlation(_ errors: ErrorCorrelation) -> Figure {
        func variant(_ label: String, _ matrix: [[Double]]) -> Figure.Variant {
            let trace: PlotValue = [
                "type": "heatmap", "x": .texts(errors.names), "y": .texts(errors.names),
                "z": .list(matrix.map { .numbers($0) }), "zmin": -1, "zmax": 1,
                "text": .list(matrix.map { .texts($0.map { Number.fixed($0, 2) }) }), "texttemplate": "%{text}",
                "colorscale": .list([
                    .list([0, FigureColour.malignant.value]), .list([0.5, FigureColour.surface.value]),
                    .list([1, FigureColour.benign.value]),
                ]),
                "colorbar": ["thickness": 10, "outlinewidth": 0],
                "hovertemplate": "%{y} and %{x}: %{text}<extra></extra>",
            ]
            return Figure.Variant(label: label, traces: [trace])
        }
        return Figure(
            "error-correlation",
            title: "Do the models err on the same lesions?",
            description:
                "Rank correlation (Spearman) of scores within one class: there, every difference in rank is an error. Near 1 means the same errors, near 0 other ones.",
            choice: "Among",
            variants: [variant("malignant lesions", errors.malignant), variant("benign lesions", errors.benign)],
            layout: ["xaxis": ["showgrid": false, "tickangle": -30], "yaxis": Axis.names()],
            height: 200 + 44 * errors.names.count,
            data: DataTable(
                caption: "Rank correlations of scores within classes",
                columns: ["class", "first", "second", "correlation"],
                rows: [("malignant", errors.malignant), ("benign", errors.benign)].flatMap { name, matrix in
                    errors.names.indices.flatMap { row in
                        (0..<row).map { column in
                            [
                                .text(name), .text(errors.names[row]), .text(errors.names[column]),
                                .number(matrix[row][column]),
                            ]
                        }
                    }
                }
            )
        )
    }
}
