import Exploration

/// How the image models were trained: learning curves, what the sampler drew, what the gradient scaler did.
enum TrainingSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "Training of the image models"
        guard !found.epochs.isEmpty else {
            return ReportSection(title, unavailable: "No image model was trained in this run.")
        }
        let last = Dictionary(grouping: found.epochs) { "\($0.model) \($0.fold)" }.values.compactMap(\.last)
        let coverage = last.map(\.benignCoverage)
        // The scaler counts over the whole training.
        let skipped = last.reduce(0) { $0 + $1.skippedSteps }
        let usesScaler = found.epochs.contains { $0.gradientScale != 1 }
        return ReportSection(
            title,
            finding: .text(
                "At the end of training, \(range(coverage)) of the benign lesions of the training folds had been drawn at least once. "
                    + (usesScaler
                        ? "The gradient scaler skipped \(skipped) steps."
                        : "No gradient scaler was used; only float16 needs one.")
            ),
            decision:
                "A curve that still rises at its end asks for more epochs; one that falls after its best epoch shows why early stopping watches patients that were not trained on.",
            blocks: [
                .figure(
                    curves(
                        found.epochs,
                        name: "learning-curves",
                        title: "What early stopping watched",
                        axis: "metric on inner patients"
                    ) {
                        $0.value
                    }
                ),
                .figure(
                    curves(found.epochs, name: "losses", title: "Training loss", axis: "mean loss of the epoch") {
                        $0.loss
                    }
                ),
                .figure(
                    curves(
                        found.epochs,
                        name: "coverage",
                        title: "Benign lesions drawn so far",
                        axis: "share drawn at least once"
                    ) {
                        $0.benignCoverage
                    }
                ), .table(name: "training", table(last)),
            ]
        )
    }

    /// Shares of all folds in words: one where they agree.
    private static func range(_ shares: [Double]) -> String {
        let ends = [shares.min() ?? .nan, shares.max() ?? .nan].map { Number.percent($0) }
        return ends[0] == ends[1] ? ends[0] : "between \(ends[0]) and \(ends[1])"
    }

    private static func curves(
        _ epochs: [RunMaterial.Epoch],
        name: String,
        title: String,
        axis: String,
        value: (RunMaterial.Epoch) -> Double
    ) -> Figure {
        let models = Dictionary(grouping: epochs, by: \.model).sorted { $0.key < $1.key }
        // Whole epochs, at most about twelve of them named.
        let tick = Double(1 + (epochs.map(\.number).max() ?? 0) / 12)
        return Figure(
            name,
            title: title,
            description:
                "One line for each fold. \(Set(epochs.map(\.monitor)).sorted().joined(separator: " and ")) on an inner part of the training folds was watched; the held-out fold was never looked at.",
            choice: "Model",
            variants: models.map { model, epochs in
                Figure.Variant(
                    label: model,
                    traces: Dictionary(grouping: epochs, by: \.fold).sorted { $0.key < $1.key }.map { fold, epochs in
                        Trace.line(
                            x: epochs.map { Double($0.number + 1) },
                            y: epochs.map(value),
                            name: "fold \(fold)",
                            colour: FigureColour.series[fold % FigureColour.series.count],
                            dash: FigureColour.dashes[fold % FigureColour.dashes.count],
                            ["mode": "lines+markers", "marker": ["size": 6]]
                        )
                    }
                )
            },
            layout: ["xaxis": Axis.titled("epoch", ["dtick": .number(tick)]), "yaxis": Axis.titled(axis)],
            height: 320,
            data: DataTable(
                caption: title,
                columns: ["model", "fold", "epoch", axis],
                rows: epochs.map { [.text($0.model), .count($0.fold), .count($0.number + 1), .number(value($0))] },
                shownRows: 30
            )
        )
    }

    private static func table(_ last: [RunMaterial.Epoch]) -> DataTable {
        DataTable(
            caption: "What every fold's training saw by its end",
            columns: [
                "model", "fold", "epochs", "benign lesions drawn", "draws of a malignant lesion", "gradient scale",
                "skipped steps",
            ],
            rows: last.sorted { ($0.model, $0.fold) < ($1.model, $1.fold) }.map {
                [
                    .text($0.model), .count($0.fold), .count($0.number + 1), .share($0.benignCoverage),
                    .fixed($0.malignantPasses, 1), .number($0.gradientScale), .count($0.skippedSteps),
                ]
            }
        )
    }
}
