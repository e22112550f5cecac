import Evaluation
import Exploration

/// How well the stack works in parts of the cohort.
enum SubgroupSection {
    static func make(_ found: RunFindings) -> ReportSection {
        let title = "Subgroups"
        guard let categories = found.subgroups?.categories else {
            return ReportSection(
                title,
                unavailable: "The cohort had no column of sex, age, site, hospital, tile type, size or skin colour."
            )
        }
        let tested = categories.filter { $0.test != nil }
        let differing = tested.filter { ($0.test?.pValue ?? 1) < 0.05 }
        let hidden = categories.reduce(0) { $0 + $1.suppressedLevels }
        return ReportSection(
            title,
            finding: .text(
                tested.isEmpty
                    ? "Too few malignant lesions stand in any group to say whether the stack works alike in all."
                    : differing.isEmpty
                        ? "In none of \(tested.count) divisions does the AUC differ by more than chance. That is no proof of equality: look at the width of the intervals."
                        : "The AUC differs by more than chance between groups of \(differing.map { $0.name.lowercased() }.joined(separator: ", "))."
            ),
            decision:
                "Do not rank groups by their points. A group with few malignant lesions is a group that nothing is known about; collect more before using the scores there.",
            blocks: blocks(categories, hidden: hidden)
        )
    }

    private static func blocks(_ categories: [SubgroupFindings.Category], hidden: Int) -> [ReportSection.Block] {
        var blocks: [ReportSection.Block] = []
        if categories.contains(where: { $0.levels.contains { $0.auc != nil } }) {
            blocks.append(.figure(forest(categories)))
        }
        blocks.append(.table(name: "subgroups", table(categories)))
        blocks.append(.table(name: "heterogeneity", tests(categories)))
        let cautions = categories.compactMap(\.caution)
        var words = cautions.map { HTML.paragraph(.text($0)) }
        words.append(
            HTML.paragraph(
                .text(
                    "Groups with fewer than \(SubgroupFindings.fewestMalignant) malignant or benign lesions have no performance of their own. "
                        + "\(hidden) groups with fewer than \(CategoryRates.smallestCell) lesions or patients are left out."
                )
            )
        )
        blocks.append(.prose(.group(words)))
        return blocks
    }

    private static func forest(_ categories: [SubgroupFindings.Category]) -> Figure {
        let shown = categories.filter { $0.levels.contains { $0.auc != nil } }
        let tallest = shown.map { $0.levels.count { $0.auc != nil } }.max() ?? 1
        return Figure(
            "subgroup-auc",
            title: "AUC in parts of the cohort",
            description:
                "AUC within each group with its 95 % interval over patients (Obuchowski). Wide intervals mean few malignant lesions.",
            choice: "Divided by",
            variants: shown.map { category in
                let levels = category.levels.filter { $0.auc != nil }
                return Figure.Variant(
                    label: category.name,
                    traces: [
                        Trace.intervals(
                            names: levels.map(\.name),
                            values: levels.map { $0.auc?.value ?? .nan },
                            low: levels.map { $0.auc?.interval.low ?? .nan },
                            high: levels.map { $0.auc?.interval.high ?? .nan },
                            name: category.name,
                            colour: .benign,
                            ["showlegend": false]
                        )
                    ]
                )
            },
            layout: ["xaxis": Axis.titled("AUC", ["range": .numbers([0.4, 1.01])]), "yaxis": Axis.names()],
            height: 110 + 36 * tallest,
            data: table(categories)
        )
    }

    private static func table(_ categories: [SubgroupFindings.Category]) -> DataTable {
        func cell(_ estimate: Estimate?, _ decimals: Int) -> DataTable.Cell {
            estimate.map { .interval($0.value, $0.interval.low, $0.interval.high, decimals: decimals) } ?? .missing
        }
        return DataTable(
            caption:
                "Groups, with sensitivity and specificity at the threshold that finds 90 % of all malignant lesions",
            columns: ["divided by", "group", "lesions", "patients", "malignant", "AUC", "sensitivity", "specificity"],
            rows: categories.flatMap { category in
                category.levels.map {
                    [
                        .text(category.name), .text($0.name), .count($0.lesions), .count($0.patients),
                        .count($0.malignant), cell($0.auc, 3), cell($0.sensitivity, 2), cell($0.specificity, 2),
                    ]
                }
            },
            layout: .grouped
        )
    }

    private static func tests(_ categories: [SubgroupFindings.Category]) -> DataTable {
        DataTable(
            caption: "Does the AUC differ between groups by more than chance? (Cochran's Q)",
            columns: ["divided by", "Q", "degrees of freedom", "p-value", "I²"],
            rows: categories.map { category in
                guard let test = category.test else {
                    return [.text(category.name), .missing, .missing, .missing, .missing]
                }
                return [
                    .text(category.name), .fixed(test.statistic, 2), .count(test.degreesOfFreedom),
                    .pValue(test.pValue),
                    .share(test.inconsistency),
                ]
            }
        )
    }
}
