import Exploration

/// All decisions in one place, as `eda.json` holds them.
enum DecisionSection {
    static func make(_ decisions: Decisions) -> ReportSection {
        var rows: [[DataTable.Cell]] = decisions.excludedColumns.map {
            [.text("exclude \($0.column)"), .text($0.reason)]
        }
        if let weights = decisions.classWeights {
            if let drawn = weights.benignPerMalignant {
                rows.append([
                    .text("draw at most \(Number.readable(drawn)) benign lesions for each malignant one"),
                    .text("more benign lesions cost time and add nothing; each booster sees others"),
                ])
            }
            rows.append([
                .text("weigh classes \(Number.readable(weights.benign)) : \(Number.readable(weights.malignant))"),
                .text("as the strongest published system does; heavier weights, up to balance, rank worse"),
            ])
        }
        if let folds = decisions.folds {
            rows.append([
                .text("\(folds.count) folds by \(folds.groupBy)"), .text("no patient stands on both sides of a split"),
            ])
        }
        return ReportSection(
            "What follows for training",
            finding: .group([
                "These decisions stand in the file ", .code("eda.json"), ", which has the name of this page. ",
                .code("cygnet train DATA --run RUN --decisions eda.json"),
                " obeys them; edit the file to decide otherwise.",
            ]),
            blocks: rows.isEmpty
                ? []
                : [
                    .table(
                        name: "decisions",
                        DataTable(caption: "Decisions", columns: ["decision", "because"], rows: rows)
                    )
                ]
        )
    }
}
