import Foundation

/// Turns a report into one page that needs nothing else: style, script and chart library are inside.
struct ReportPage {
    let report: ReportDocument
    let library: ChartLibrary
    /// The name of the folder of CSV files beside the page.
    let dataFolder: String

    static let banner = "Research use only. Not a medical device."

    var markup: String {
        "<!DOCTYPE html>\n"
            + HTML("html", ["lang": "en", "data-theme": "light"], head, body).markup + "\n"
    }

    private var head: HTML {
        // Nothing is ever fetched: the policy lets the browser enforce it.
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:"
        return HTML(
            "head",
            [:],
            HTML("meta", ["charset": "utf-8"]),
            HTML("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            HTML("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            HTML("meta", ["name": "referrer", "content": "no-referrer"]),
            HTML("meta", ["name": "color-scheme", "content": "light dark"]),
            HTML("title", [:], .text("\(report.title) · \(report.kind)")),
            HTML("style", [:], .verbatim(.init(trusted: Self.text(PackageResources.report_css))))
        )
    }

    private var body: HTML {
        HTML(
            "body",
            [:],
            HTML("a", ["class": "skip", "href": "#main"], "Skip to the report"),
            HTML(
                "div",
                ["class": "banner", "role": "note"],
                HTML("p", [:], .text(Self.banner)),
                HTML("button", ["id": "theme", "type": "button"], "Colours: auto")
            ),
            HTML("div", ["class": "frame"], contents, HTML("main", ["id": "main"], all: mainParts)),
            .group(specifications),
            HTML("script", [:], .verbatim(.init(trusted: library.source))),
            HTML("script", [:], .verbatim(.init(trusted: Self.text(PackageResources.report_js))))
        )
    }

    private var contents: HTML {
        let links = report.sections.map { section in
            let link = HTML(
                "a",
                section.unavailable == nil
                    ? ["href": "#\(section.name)"] : ["href": "#\(section.name)", "class": "empty"],
                .text(section.unavailable == nil ? section.title : "\(section.title) (unavailable)")
            )
            return HTML("li", [:], link)
        }
        return HTML(
            "nav",
            ["class": "contents", "aria-label": "Contents"],
            HTML(
                "div",
                [:],
                HTML(
                    "details",
                    ["open": ""],
                    HTML("summary", [:], "Contents"),
                    HTML("ol", [:], HTML("li", [:], HTML("a", ["href": "#summary"], "Summary")), .group(links))
                )
            )
        )
    }

    private var mainParts: [HTML] {
        [summary] + report.sections.enumerated().map { part($1, number: $0 + 1) } + [footer]
    }

    private var summary: HTML {
        let figures = report.summary.keyFigures.map { figure in
            HTML(
                "div",
                [:],
                HTML("dt", [:], .text(figure.label)),
                HTML("dd", ["class": "value"], .text(figure.value)),
                HTML("dd", ["class": "detail"], .text(figure.detail))
            )
        }
        let trust = report.summary.trust.map { HTML("li", [:], $0) }
        return HTML(
            "section",
            ["id": "summary", "aria-labelledby": "title"],
            HTML(
                "header",
                ["class": "title"],
                HTML("p", ["class": "kind"], .text(report.kind)),
                HTML("h1", ["id": "title"], .text(report.title))
            ),
            HTML("p", ["class": "result"], report.summary.result),
            HTML("dl", ["class": "key"], all: figures),
            trust.isEmpty
                ? .none
                : HTML(
                    "div",
                    ["class": "trust"],
                    HTML("h2", [:], "Can it be trusted?"),
                    HTML("ul", [:], all: trust)
                )
        )
    }

    private func part(_ section: ReportSection, number: Int) -> HTML {
        let heading = HTML("h2", ["id": "\(section.name)-title"], .text(section.title))
        let label = HTML("p", ["class": "number", "aria-hidden": "true"], .text("\(number)"))
        if let reason = section.unavailable {
            return HTML(
                "section",
                ["class": "part", "id": section.name, "aria-labelledby": "\(section.name)-title"],
                label,
                heading,
                HTML("p", ["class": "unavailable"], HTML.strong("Unavailable. "), .text(reason))
            )
        }
        let decision =
            section.decision.map {
                HTML("aside", ["class": "decision"], HTML("h3", [:], "Decision"), HTML("p", [:], $0))
            } ?? .none
        return HTML(
            "section",
            ["class": "part", "id": section.name, "aria-labelledby": "\(section.name)-title"],
            label,
            heading,
            HTML("p", ["class": "finding"], section.finding),
            .group(section.blocks.map(block)),
            decision
        )
    }

    private func block(_ block: ReportSection.Block) -> HTML {
        switch block {
        case .prose(let html): HTML("div", ["class": "prose"], html)
        case .heading(let text): HTML("h3", [:], .text(text))
        case .figure(let figure): FigureMarkup(figure: figure, dataFolder: dataFolder).html
        case .table(let name, let table):
            HTML(
                "div",
                ["class": "table", "tabindex": "0", "role": "group", "aria-label": table.caption],
                TableMarkup(table: table, csv: "\(dataFolder)/\(Slug.of(name)).csv").html
            )
        case .calculator(let calculator): PrevalenceMarkup(calculator: calculator).html
        case .notices(let notices): NoticeMarkup(notices: notices).html
        case .pictures(let wall): WallMarkup(wall: wall).html
        }
    }

    private var specifications: [HTML] {
        report.figures.map { figure in
            HTML(
                "script",
                ["type": "application/json", "id": "\(figure.name)-specification"],
                .verbatim(.init(trusted: figure.specification.json))
            )
        }
    }

    private var footer: HTML {
        let entries = report.provenance.flatMap { entry in
            [HTML("dt", [:], .text(entry.name)), HTML("dd", [:], .text(entry.value))]
        }
        return HTML(
            "footer",
            [:],
            HTML("h2", [:], "How this report was made"),
            HTML("dl", [:], all: entries),
            HTML(
                "p",
                [:],
                HTML.strong(Self.banner),
                " Nothing here is a diagnosis or advice for a patient. Charts by plotly.js (MIT licence), embedded: this page loads nothing from anywhere."
            )
        )
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
