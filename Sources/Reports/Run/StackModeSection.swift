import Evaluation
import Exploration

/// What every way to stack is worth beside the one that the run took.
enum StackModeSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "Ways to stack"
        guard let modes = found.modes else {
            return ReportSection(
                title,
                unavailable:
                    "The run stacked in one way. With stack.mode=auto it compares all ways that its inputs allow."
            )
        }
        let worse = modes.modes.count { ($0.difference?.interval.high ?? 0) < 0 }
        let compared = modes.modes.count { $0.difference != nil }
        return ReportSection(
            title,
            finding: .text(
                modes.modes.count == 1
                    ? "The run's inputs allow one way only: “\(modes.picked)”."
                    : "The run took “\(modes.picked)”, which an inner split prefers (\(modes.criterion))."
                        + (compared > 0
                            ? " It ranks better than \(worse) of \(compared) other ways by more than the sampling of patients explains (partial AUC)."
                            : "")
            ),
            decision:
                "Where no interval leaves zero out, take the simplest way. The inner split never saw a lesion's own fold, so its pick costs no honesty; to pick by the out-of-fold areas in this table would.",
            blocks: blocks(modes)
        )
    }

    private static func blocks(_ modes: ModeFindings) -> [ReportSection.Block] {
        var blocks: [ReportSection.Block] = []
        if modes.modes.contains(where: { $0.difference != nil }) { blocks.append(.figure(differences(modes))) }
        blocks.append(.table(name: "stack-modes", table(modes)))
        if modes.nestedFoldMean.isFinite {
            blocks.append(
                .prose(
                    .paragraph(
                        .text(
                            "A way picked for each fold without looking at it: mean partial AUC of the folds \(Number.fixed(modes.nestedFoldMean, 4))."
                        )
                    )
                )
            )
        }
        return blocks
    }

    private static func differences(_ modes: ModeFindings) -> Figure {
        let others = modes.modes.filter { $0.difference != nil }
        return Figure(
            "stack-mode-differences",
            title: "Other ways to stack, less “\(modes.picked)”",
            description:
                "Difference of the partial AUC with its 95 % interval over patients, on the same bootstrap replicates. Left of zero is worse.",
            traces: [
                Trace.intervals(
                    names: others.map(\.name),
                    values: others.map { $0.difference?.value ?? .nan },
                    low: others.map { $0.difference?.interval.low ?? .nan },
                    high: others.map { $0.difference?.interval.high ?? .nan },
                    name: "less “\(modes.picked)”",
                    colour: .benign,
                    ["showlegend": false]
                )
            ],
            layout: [
                "xaxis": Axis.titled("partial AUC, difference", ["zeroline": true]), "yaxis": Axis.names(),
            ],
            height: 110 + 36 * others.count,
            data: table(modes)
        )
    }

    private static func table(_ modes: ModeFindings) -> DataTable {
        DataTable(
            caption: "Ways to stack, from the simplest on; all areas out of fold",
            columns: [
                "way", "what is put together", "inner split (\(modes.criterion))", "partial AUC", "AUC",
                "partial AUC less \(modes.picked)",
            ],
            rows: modes.modes.map { mode in
                [
                    .text(mode.name == modes.picked ? "\(mode.name) (picked)" : mode.name), .text(mode.summary),
                    .fixed(mode.inner, 4), .fixed(mode.partialAUC, 4), .fixed(mode.auc, 3),
                    mode.difference.map {
                        .interval($0.value, $0.interval.low, $0.interval.high, decimals: 4)
                    } ?? .missing,
                ]
            }
        )
    }
}
