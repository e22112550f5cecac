import Evaluation
import Exploration

/// Malignant rates by body site, hospital, and other categories.
enum CategorySection {
    static func sites(_ found: Exploration) -> ReportSection {
        let title = "Body sites"
        guard let sites = found.sites.content else { return ReportSection(title, unavailable: reason(found.sites)) }
        let coarse = sites.min { $0.levels.count < $1.levels.count }
        let highest = coarse?.levels.filter { $0.rate != nil }.max { ($0.rate?.value ?? 0) < ($1.rate?.value ?? 0) }
        return ReportSection(
            title,
            finding: highest.flatMap { level in
                level.rate.map { rate in
                    .group([
                        .text("The malignant rate is highest at "), .strong(level.name),
                        .text(
                            ": \(Number.percent(rate.value)) (95 % interval \(Number.percent(rate.interval.low)) to \(Number.percent(rate.interval.high))), against \(overall(found)) overall."
                        ),
                    ])
                }
            } ?? "Lesions by body site.",
            decision:
                "Site is a feature (one indicator for each level, missing being a level of its own), and a subgroup in every evaluation. A site without malignant lesions here is rare, not safe.",
            blocks: sites.map { .figure(rates($0)) }
        )
    }

    static func hospitals(_ found: Exploration) -> ReportSection {
        let title = "Hospitals"
        guard let hospitals = found.hospitals.content else {
            return ReportSection(title, unavailable: reason(found.hospitals))
        }
        let rates = hospitals.levels.compactMap { $0.rate?.value }.filter { $0 > 0 }
        let spread = (rates.max() ?? 1) / (rates.min() ?? 1)
        return ReportSection(
            title,
            finding: hospitals.levels.count < 2
                ? "All lesions come from one hospital: nothing here says how a model would do elsewhere."
                : .text(
                    "\(hospitals.levels.count) hospitals contributed"
                        + (rates.count > 1
                            ? ", with malignant rates that differ by a factor of \(Number.readable(spread))" : "")
                        + (hospitals.test.map { " (chi-square p \(Number.pValue($0.pValue)))" } ?? "")
                        + ". The rates tell who was photographed and what was labelled, not how ill a city is."
                ),
            decision: hospitals.levels.count < 2
                ? "Test on lesions of another hospital before the scores are used anywhere else."
                : "Report every score by hospital, and train once with a hospital left out (--set folds.scheme=hospital): the nearest thing to an external validation. A hospital unknown in training must not break prediction.",
            blocks: [.figure(Self.rates(hospitals))]
        )
    }

    static func demographics(_ found: Exploration) -> ReportSection {
        let title = "Age, sex and other categories"
        guard let categories = found.demographics.content else {
            return ReportSection(title, unavailable: reason(found.demographics))
        }
        let differing = categories.filter { ($0.test?.pValue ?? 1) < 0.05 }
        return ReportSection(
            title,
            finding: differing.isEmpty
                ? .text("Malignant rates do not clearly differ over \(categories.map(\.name).joined(separator: ", ")).")
                : .text("Malignant rates differ over \(differing.map(\.name).joined(separator: ", "))."),
            decision:
                "These are subgroups in every evaluation. Skin tone is not recorded; the colour of the skin around a lesion is only a proxy for it.",
            blocks: categories.filter { $0.levels.count > 1 }.map { .figure(rates($0)) }
        )
    }

    /// Rates of one category as a forest plot, or numbers of lesions where there are no labels.
    private static func rates(_ category: CategoryRates) -> Figure {
        let levels = Array(category.levels.prefix(30))
        let names = levels.map { shortened($0.name) }
        let hasRates = levels.allSatisfy { $0.rate != nil }
        let end = axisEnd(levels)
        let traces =
            hasRates
            ? [
                Trace.intervals(
                    names: names,
                    values: levels.map { $0.rate?.value ?? .nan },
                    low: levels.map { $0.rate?.interval.low ?? .nan },
                    high: levels.map { min($0.rate?.interval.high ?? .nan, end) },
                    name: "malignant",
                    colour: .malignant,
                    symbol: "diamond",
                    [
                        "showlegend": false,
                        "text": .texts(levels.map { "\($0.malignant ?? 0) of \(Number.grouped($0.lesions))" }),
                        "hovertemplate": "%{y}<br>%{x:.3%} (%{text})<extra></extra>",
                    ]
                )
            ]
            : [
                Trace.bars(
                    x: .numbers(levels.map { Double($0.lesions) }),
                    y: .texts(names),
                    name: "lesions",
                    colour: .benign,
                    horizontal: true,
                    ["showlegend": false]
                )
            ]
        let suppressed =
            category.suppressedLevels > 0
            ? "Not shown: \(category.suppressedLevels) with fewer than \(CategoryRates.smallestCell) lesions or patients."
            : ""
        let test = category.test.map {
            "Chi-square \(Number.readable($0.statistic)) on \($0.degreesOfFreedom) degrees of freedom, p \(Number.pValue($0.pValue)), Cramér's V \(Number.fixed($0.cramersV, 3)). "
        }
        let cut =
            levels.contains { ($0.rate?.interval.high ?? 0) > end }
            ? "Intervals of very small groups run on beyond the axis; the table has them whole. " : ""
        return Figure(
            "rates-\(category.name)",
            title: hasRates ? "Malignant rate by \(category.name)" : "Lesions by \(category.name)",
            description: hasRates
                ? "Share of malignant lesions with Wilson's 95 % interval for each level"
                    + (category.isOrdered ? "." : ", the largest group on top.")
                : "Number of lesions of each level.",
            note: .text((test ?? "") + cut + suppressed),
            traces: traces,
            layout: [
                "xaxis": hasRates
                    ? Axis.titled("malignant", ["tickformat": ".2~%", "range": .numbers([0, end])])
                    : Axis.titled("lesions"),
                "yaxis": Axis.names(),
            ],
            height: max(170, levels.count * 27 + 80),
            data: DataTable(
                caption: "\(category.name)",
                columns: ["level", "lesions", "patients", "malignant", "rate"],
                rows: category.levels.map { level in
                    [
                        .text(level.name), .count(level.lesions), level.patients.map { .count($0) } ?? .missing,
                        level.malignant.map { .count($0) } ?? .missing,
                        level.rate.map {
                            .interval($0.value, $0.interval.low, $0.interval.high, decimals: 3)
                        } ?? .missing,
                    ]
                }
            )
        )
    }

    /// Where the axis of rates ends: beyond every rate, and beyond the intervals of all groups but very small ones, which
    /// would squeeze the others.
    private static func axisEnd(_ levels: [CategoryRates.Level]) -> Double {
        let small = levels.reduce(0) { $0 + $1.lesions } / 500
        let ends = levels.compactMap { level in
            level.rate.map { level.lesions < small ? $0.value : $0.interval.high }
        }
        return max(ends.max() ?? 1, 1e-6) * 1.05
    }

    private static func shortened(_ name: String) -> String {
        name.count > 44 ? name.prefix(42) + "…" : name
    }

    private static func overall(_ found: Exploration) -> String {
        found.balance.content.map { Number.percent($0.prevalence.value) } ?? "the rate"
    }

    private static func reason<Content>(_ part: Part<Content>) -> String {
        if case .unavailable(let reason) = part { reason } else { "" }
    }
}
