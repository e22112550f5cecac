import Exploration

/// What the stack looks at.
enum ImportanceSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "What features are worth"
        guard let importance = found.importance, let first = importance.families.first else {
            return ReportSection(
                title,
                unavailable: "The run measured no importance (importance.csv is missing or empty)."
            )
        }
        let worst = importance.families.filter { !$0.aucDrop.isNaN }.max { $0.aucDrop < $1.aucDrop }
        return ReportSection(
            title,
            finding: .text(
                "The family that the boosters use most is “\(first.name)”, with \(Number.percent(first.gainShare)) of the gain."
                    + (worst.map {
                        " Most is lost without “\($0.name)”: the AUC falls by \(Number.fixed($0.aucDrop, 3)) when all \(Number.grouped($0.features)) of its features are shuffled together."
                    } ?? "")
            ),
            decision:
                "Gain says what trees used; the drop of the AUC says what is lost without it. Features that say the same stand in for each other, so a small drop does not make a feature useless: look at its family.",
            blocks: [.figure(families(importance)), .figure(features(importance))]
        )
    }

    private static func shuffling(_ importance: ImportanceFindings) -> String {
        importance.shufflesWithinPatients ? "shuffling within patients" : "shuffling among all lesions"
    }

    private static func families(_ importance: ImportanceFindings) -> Figure {
        func variant(
            _ label: String,
            _ families: [RunMaterial.Family],
            _ axis: PlotValue,
            _ value: (RunMaterial.Family) -> Double
        ) -> Figure.Variant {
            let bars = Trace.bars(
                x: .numbers(families.map(value)),
                y: .texts(families.map(\.name)),
                name: "",
                colour: .benign,
                horizontal: true,
                ["showlegend": false]
            )
            return Figure.Variant(label: label, traces: [bars], layout: ["xaxis": axis])
        }
        let shuffled = importance.families.filter { !$0.aucDrop.isNaN }
            .sorted { ($1.aucDrop, $0.name) < ($0.aucDrop, $1.name) }
        let byGain = variant("gain", importance.families, Axis.percent("share of the gain"), \.gainShare)
        let byDrop = variant(shuffling(importance), shuffled, Axis.titled("drop of the AUC"), \.aucDrop)
        return Figure(
            "feature-families",
            title: "Families of features",
            description:
                "Drop of the out-of-fold AUC when all features of a family are shuffled together, by one permutation \(importance.shufflesWithinPatients ? "of each patient's lesions" : "of all lesions"), and the family's share of the gain (the mean over boosters).",
            note: importance.shufflesWithinPatients
                ? "What all lesions of a patient share cannot be lost by a shuffle among them, whatever it says of patients."
                : .none,
            choice: "Measured by",
            variants: shuffled.isEmpty ? [byGain] : [byDrop, byGain],
            layout: ["yaxis": Axis.names()],
            height: 110 + 34 * importance.families.count,
            data: DataTable(
                caption: "Families of features",
                columns: ["family", "features used", "share of the gain", "joint AUC drop", "joint partial AUC drop"],
                rows: importance.families.map {
                    [
                        .text($0.name), .count($0.features), .share($0.gainShare), .number($0.aucDrop),
                        .number($0.partialAUCDrop),
                    ]
                }
            )
        )
    }

    private static func features(_ importance: ImportanceFindings) -> Figure {
        let measured = importance.features.filter { !$0.aucDrop.isNaN }
        let byDrop = measured.sorted { ($1.aucDrop, $0.name) < ($0.aucDrop, $1.name) }.prefix(20)
        let byGain = importance.features.prefix(20)
        func bars(_ features: some Sequence<RunMaterial.Feature>, _ value: (RunMaterial.Feature) -> Double) -> PlotValue
        {
            let features = Array(features)
            return Trace.bars(
                x: .numbers(features.map(value)),
                y: .texts(features.map(\.name)),
                name: "",
                colour: .benign,
                horizontal: true,
                ["showlegend": false]
            )
        }
        var variants = [
            Figure.Variant(
                label: "gain",
                traces: [bars(byGain, \.gainShare)],
                layout: ["xaxis": Axis.percent("share of the gain")]
            )
        ]
        if !byDrop.isEmpty {
            variants.insert(
                Figure.Variant(
                    label: shuffling(importance),
                    traces: [bars(byDrop, \.aucDrop)],
                    layout: ["xaxis": Axis.titled("drop of the AUC")]
                ),
                at: 0
            )
        }
        return Figure(
            "features",
            title: "The features that matter most",
            description:
                "Drop of the out-of-fold AUC when one feature's values alone are shuffled \(importance.shufflesWithinPatients ? "among each patient's lesions" : "among all lesions"), and the share of the gain.",
            choice: "Measured by",
            variants: variants,
            layout: ["yaxis": Axis.names()],
            height: 120 + 22 * max(byDrop.count, byGain.count),
            data: DataTable(
                caption: "Features, most used first",
                columns: ["feature", "family", "share of the gain", "AUC drop", "partial AUC drop"],
                rows: importance.features.map {
                    [
                        .text($0.name), .text($0.family), .share($0.gainShare), .number($0.aucDrop),
                        .number($0.partialAUCDrop),
                    ]
                },
                shownRows: 30
            )
        )
    }
}

/// How features moved scores, lesion by lesion.
enum ContributionSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "Why lesions get their scores"
        guard let importance = found.importance, let first = importance.contributions.first else {
            return ReportSection(title, unavailable: "The run kept no contributions of features to single scores.")
        }
        return ReportSection(
            title,
            finding: .group([
                .text("In a sample of \(Number.grouped(importance.sampledLesions)) lesions, "), .code(first.feature),
                .text(" moved scores most: by \(Number.fixed(first.meanSize, 2)) in log odds on average."),
            ]),
            decision:
                "Contributions explain the model, not the lesion: a feature that stands for something else gets the credit of it.",
            blocks: [.figure(swarm(importance.contributions))]
        )
    }

    private static func swarm(_ features: [ImportanceFindings.Contributions]) -> Figure {
        let names = features.map(\.feature)
        // Each third of a feature's values has its own marker and its own track, so that nothing is said by colour alone.
        let thirds: [(String, FigureColour, String, ClosedRange<Double>, Double)] = [
            ("low values", .benign, "triangle-down", 0...0.3333, 0.2),
            ("middle values", .faint, "circle", 0.3334...0.6666, 0),
            ("high values", .malignant, "triangle-up", 0.6667...1, -0.2),
        ]
        let traces: [PlotValue] = thirds.map { name, colour, symbol, range, shift in
            var x: [Double] = []
            var y: [Double] = []
            for (place, feature) in features.enumerated() {
                for (contribution, rank) in zip(feature.contributions, feature.ranks) {
                    let rank = (rank * 10_000).rounded() / 10_000
                    guard range.contains(rank) else { continue }
                    x.append(contribution)
                    y.append(Double(place) + shift)
                }
            }
            return [
                "type": "scatter", "mode": "markers", "name": .text(name), "x": .numbers(x), "y": .numbers(y),
                "marker": ["color": colour.value, "symbol": .text(symbol), "size": 5, "opacity": 0.45],
                "hovertemplate": "%{x:.2f} in log odds<extra></extra>",
            ]
        }
        return Figure(
            "contributions",
            title: "How far each feature moved scores",
            description:
                "SHAP values of the boosters that did not learn from the lesion, one mark for each lesion of the sample, split by whether the feature's value is low, middle or high. Right of zero raises the score.",
            traces: traces,
            layout: [
                "legend": ["itemsizing": "constant"], "xaxis": Axis.titled("contribution to the score (log odds)"),
                "yaxis": [
                    "tickvals": .numbers(names.indices.map(Double.init)), "ticktext": .texts(names),
                    "range": .numbers([Double(names.count) - 0.4, -0.6]), "automargin": true, "showgrid": false,
                ],
            ],
            height: 140 + 30 * names.count,
            data: DataTable(
                caption: "Mean size of contributions (log odds)",
                columns: ["feature", "mean size", "lesions shown"],
                rows: features.map { [.text($0.feature), .number($0.meanSize), .count($0.contributions.count)] }
            )
        )
    }
}
