import Exploration

/// Which measurements say the same.
enum CorrelationSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Correlations"
        switch found.correlations {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let correlations):
            let pairs = correlations.strongPairs
            return ReportSection(
                title,
                finding: pairs.isEmpty
                    ? "No two measurements are nearly the same (no rank correlation reaches 0.9 either way)."
                    : .group([
                        .strong("\(pairs.count) pairs"),
                        .text(
                            " of measurements are nearly the same (rank correlation of at least 0.9 either way). They form blocks: size, colour inside, colour around, contrast."
                        ),
                    ]),
                decision:
                    "Keep them: boosters choose among them. Read importances by family rather than column by column, since twins share theirs, and leave correlated columns out of any linear model.",
                blocks: [.figure(heatMap(correlations))]
                    + (pairs.isEmpty ? [] : [.table(name: "correlated-pairs", table(pairs))])
            )
        }
    }

    private static func heatMap(_ correlations: Correlations) -> Figure {
        let names = correlations.names
        return Figure(
            "correlations",
            title: "Rank correlations, with what belongs together side by side",
            description:
                "Heat map of Spearman correlations between \(names.count) measurements, ordered by hierarchical clustering; diverging colours from −1 to 1.",
            note: "Spearman over rows with both values; average linkage on 1 − |correlation|.",
            traces: [
                [
                    "type": "heatmap", "x": .texts(names), "y": .texts(names),
                    "z": .list(correlations.matrix.map { .numbers($0.map { ($0 * 1000).rounded() / 1000 }) }),
                    "zmin": -1, "zmax": 1, "xgap": 0.5, "ygap": 0.5,
                    "colorscale": [
                        [0, FigureColour.malignant.value], [0.5, FigureColour.surface.value],
                        [1, FigureColour.benign.value],
                    ],
                    "colorbar": [
                        "title": ["text": "ρ"], "thickness": 12, "outlinewidth": 0, "tickvals": [-1, -0.5, 0, 0.5, 1],
                    ],
                    "hovertemplate": "%{x}<br>%{y}<br>ρ = %{z:.2f}<extra></extra>",
                ]
            ],
            layout: [
                "xaxis": [
                    "type": "category", "showgrid": false, "tickangle": -90, "tickfont": ["size": 9], "ticks": "",
                    "automargin": true, "dtick": 1,
                ],
                "yaxis": Axis.names(["tickfont": ["size": 9], "ticks": "", "dtick": 1]),
            ],
            height: max(360, min(800, names.count * 17 + 190)),
            data: DataTable(
                caption: "Rank correlations",
                columns: ["measurement"] + names,
                rows: names.indices.map { row in
                    [.text(names[row])] + correlations.matrix[row].map { .fixed($0, 2) }
                },
                shownRows: 40
            )
        )
    }

    private static func table(_ pairs: [Correlations.Pair]) -> DataTable {
        DataTable(
            caption: "Pairs that say nearly the same",
            columns: ["first", "second", "rank correlation"],
            rows: pairs.map { [.text($0.first), .text($0.second), .fixed($0.correlation, 3)] },
            shownRows: 20
        )
    }
}
