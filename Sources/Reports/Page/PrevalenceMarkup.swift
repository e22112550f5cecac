/// The calculator as markup: a number to change, and a table that the page's script fills anew.
struct PrevalenceMarkup {
    let calculator: PrevalenceCalculator

    static let columns = [
        "flagged lesions that are malignant (PPV)", "others that are benign (NPV)", "flags per 1,000 lesions",
        "number needed to examine",
    ]

    var html: HTML {
        let input = "\(calculator.name)-one-in"
        let oneIn = Int((1 / calculator.prevalence).rounded())
        let header = (["threshold"] + Self.columns).enumerated().map { place, name in
            HTML("th", place > 0 ? ["scope": "col", "class": "n"] : ["scope": "col"], .text(name))
        }
        let rows = calculator.rows.map { row in
            let shown = [
                Number.percent(row.values[0]), Number.percent(row.values[1]), Number.readable(row.values[2]),
                Number.readable(row.values[3]),
            ]
            return HTML(
                "tr",
                ["data-sensitivity": "\(row.sensitivity)", "data-specificity": "\(row.specificity)"],
                all: [HTML("th", ["scope": "row"], .text(row.name))]
                    + shown.map { HTML("td", ["class": "n"], .text($0)) }
            )
        }
        return HTML(
            "div",
            ["class": "prevalence", "id": calculator.name],
            HTML(
                "p",
                ["class": "choice"],
                HTML("label", ["for": input], "One malignant lesion in"),
                HTML(
                    "input",
                    [
                        "id": input, "type": "number", "min": "2", "max": "1000000", "step": "1", "value": "\(oneIn)",
                        "inputmode": "numeric",
                    ]
                ),
                HTML("span", [:], "lesions of the population to be screened")
            ),
            HTML(
                "div",
                ["class": "table", "tabindex": "0", "role": "group", "aria-label": "Re-weighted operating points"],
                HTML(
                    "table",
                    ["aria-live": "polite"],
                    HTML("caption", [:], "The same thresholds in a population of another prevalence"),
                    HTML("thead", [:], HTML("tr", [:], all: header)),
                    HTML("tbody", [:], all: rows)
                )
            )
        )
    }
}
