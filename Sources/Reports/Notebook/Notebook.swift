public import Foundation
import Storage

/// A report as an executed Jupyter notebook (nbformat 4.5): the same words, tables and charts, made by cells that run again
/// from the CSV files and chart descriptions beside the report.
public struct Notebook {
    private let report: ReportDocument
    private let data: URL
    private let library: ChartLibrary

    /// Describes a notebook of a report whose data lie in `data`.
    public init(_ report: ReportDocument, data: URL, library: ChartLibrary) {
        self.report = report
        self.data = data
        self.library = library
    }

    /// Writes the notebook, and the description of every chart as JSON into the data's folder.
    ///
    /// - Throws: `StorageError` where a file cannot be written.
    public func write(to file: URL) throws {
        try Folder.create(data)
        for figure in report.figures {
            try AtomicFile.write(
                chart(figure, figure.variants[0]).json + "\n",
                to: data.appending(path: "\(figure.name).chart.json")
            )
        }
        try AtomicFile.write(content(dataPath: Self.path(from: file, to: data)).json + "\n", to: file)
    }

    private func content(dataPath: String) -> PlotValue {
        var cells = NotebookCells()
        cells.markdown(
            "# \(report.title)\n\n*\(report.kind).* **\(ReportPage.banner)**\n\n\(report.summary.result.markdown)"
        )
        cells.markdown(
            "## Summary\n\n"
                + report.summary.keyFigures.map { "- **\($0.value)** \($0.label) \($0.detail)" }.joined(separator: "\n")
                + "\n\n" + report.summary.trust.map { "- \($0.markdown)" }.joined(separator: "\n")
        )
        cells.code(
            Self.setUp(dataPath),
            outputs: [cells.html("<script>\(library.source)</script>", text: "charts are ready")]
        )
        for section in report.sections { add(section, to: &cells) }
        cells.markdown(
            "## How this was made\n\n" + report.provenance.map { "- \($0.name): \($0.value)" }.joined(separator: "\n")
        )
        return [
            "nbformat": 4, "nbformat_minor": 5, "cells": .list(cells.cells),
            "metadata": [
                "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
                "language_info": [
                    "name": "python", "version": "3.11", "file_extension": ".py", "mimetype": "text/x-python",
                ],
            ],
        ]
    }

    private func add(_ section: ReportSection, to cells: inout NotebookCells) {
        let finding = section.unavailable.map { "*Unavailable.* \($0)" } ?? section.finding.markdown
        cells.markdown("## \(section.title)\n\n\(finding)")
        for block in section.blocks {
            switch block {
            case .prose(let html): cells.markdown(html.markdown)
            case .heading(let text): cells.markdown("### \(text)")
            case .notices(let notices):
                cells.markdown(
                    notices.map { "- **\($0.severity.word): \($0.title)**. \($0.detail)" }.joined(separator: "\n")
                )
            case .figure(let figure): add(figure, to: &cells)
            case .table(let name, let table):
                cells.code(
                    "table(\"\(Slug.of(name)).csv\")",
                    outputs: [cells.result(html: TableMarkup(table: table, csv: "").html.markup, text: table.caption)]
                )
            case .calculator:
                cells.markdown("*The numbers can be changed in the HTML report.*")
            case .pictures(let wall):
                cells.markdown("*\(wall.caption): see the HTML report.*")
            }
        }
        if let decision = section.decision { cells.markdown("> **Decision.** \(decision.markdown)") }
    }

    private func add(_ figure: Figure, to cells: inout NotebookCells) {
        cells.markdown("**\(figure.title)**\n\n\(figure.description)")
        let chart = chart(figure, figure.variants[0])
        let element = "figure-\(figure.name)"
        let script =
            "(function(){var f=\(chart.json);if(window.Plotly)Plotly.newPlot(\"\(element)\",f.data,f.layout,{responsive:true,displaylogo:false});})();"
        cells.code(
            "show(\"\(figure.name)\")",
            outputs: [
                cells.display(
                    chart: chart,
                    html: "<div id=\"\(element)\" style=\"height:\(figure.height)px\"></div><script>\(script)</script>",
                    text: "\(figure.title): \(figure.description)"
                )
            ]
        )
    }

    /// A chart in the colours of paper, complete in itself.
    private func chart(_ figure: Figure, _ variant: Figure.Variant) -> PlotValue {
        var layout: PlotValue = [
            "template": "none", "height": .number(Double(figure.height)), "font": ["family": "sans-serif", "size": 12],
            "xaxis": ["automargin": true], "yaxis": ["automargin": true],
            "legend": ["orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"],
        ]
        layout["template"] = nil
        let whole = layout.merging(figure.layout).merging(variant.layout)
        return ["data": .list(variant.traces.map(Self.printed)), "layout": Self.printed(whole)]
    }

    private static let paper: [String: String] = [
        "@benign": "#0072b2", "@malignant": "#d55e00", "@green": "#009e73", "@orange": "#e69f00", "@sky": "#56b4e9",
        "@purple": "#cc79a7", "@yellow": "#f0e442", "@ink": "#1c2126", "@faint": "#66717c", "@line": "#dedad0",
        "@surface": "#ffffff", "@benign-tint": "rgba(0,114,178,0.18)",
    ]

    private static func printed(_ value: PlotValue) -> PlotValue {
        switch value {
        case .text(let text): .text(paper[text] ?? text)
        case .list(let values): .list(values.map(printed))
        case .object(let values): .object(values.mapValues(printed))
        default: value
        }
    }

    /// The first cell: it reads what stands beside the report, with the standard library and, for charts, plotly.
    private static func setUp(_ dataPath: String) -> String {
        """
        import csv, html, json, pathlib
        from IPython.display import HTML, display

        DATA = pathlib.Path(\(PlotValue.text(dataPath).json))

        def table(name, rows=40):
            "Shows a table of the report."
            with open(DATA / name, newline="", encoding="utf-8") as file:
                lines = list(csv.reader(file))[: rows + 1]
            cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in line) for line in lines]
            return HTML("<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>")

        def show(name):
            "Draws a chart of the report; needs plotly to draw, and says what it would draw without it."
            chart = json.loads((DATA / f"{name}.chart.json").read_text(encoding="utf-8"))
            try:
                import plotly.graph_objects as graph
            except ImportError:
                return display(f"{name}: install plotly to draw it")
            display(graph.Figure(chart))
        """
    }

    /// The path of the data's folder as seen from the notebook's.
    private static func path(from notebook: URL, to data: URL) -> String {
        let from = notebook.deletingLastPathComponent().standardizedFileURL.pathComponents
        let to = data.standardizedFileURL.pathComponents
        let shared = zip(from, to).prefix { $0 == $1 }.count
        return ([String](repeating: "..", count: from.count - shared) + to[shared...]).joined(separator: "/")
    }
}

/// The cells of a notebook, numbered as they are added.
struct NotebookCells {
    private(set) var cells: [PlotValue] = []
    private var executed = 0

    mutating func markdown(_ text: String) {
        cells.append([
            "cell_type": "markdown", "id": .text(identifier), "metadata": [:], "source": .text(text),
        ])
    }

    mutating func code(_ source: String, outputs: [PlotValue]) {
        executed += 1
        let number = PlotValue.number(Double(executed))
        cells.append([
            "cell_type": "code", "id": .text(identifier), "metadata": [:], "source": .text(source),
            "execution_count": number,
            "outputs": .list(
                outputs.map { output in
                    var output = output
                    if output["output_type"] == "execute_result" { output["execution_count"] = number }
                    return output
                }
            ),
        ])
    }

    /// An output of HTML.
    func html(_ html: String, text: String) -> PlotValue {
        [
            "output_type": "display_data", "metadata": [:],
            "data": ["text/html": .text(html), "text/plain": .text(text)],
        ]
    }

    /// The value of a cell.
    func result(html: String, text: String) -> PlotValue {
        [
            "output_type": "execute_result", "metadata": [:],
            "data": ["text/html": .text(html), "text/plain": .text(text)],
        ]
    }

    /// A chart, for viewers that know plotly's description and for those that know HTML only.
    func display(chart: PlotValue, html: String, text: String) -> PlotValue {
        [
            "output_type": "display_data", "metadata": [:],
            "data": [
                "application/vnd.plotly.v1+json": chart, "text/html": .text(html), "text/plain": .text(text),
            ],
        ]
    }

    /// The name of the next cell, unique in the notebook.
    private var identifier: String { "cell-\(cells.count)" }
}

extension HTML {
    /// The text as Markdown: paragraphs, strong text and code; everything else as plain text.
    var markdown: String {
        switch self {
        case .text(let text):
            return text.replacingOccurrences(of: "*", with: "\\*").replacingOccurrences(of: "_", with: "\\_")
                .replacingOccurrences(of: "<", with: "&lt;")
        case .group(let children): return children.map(\.markdown).joined()
        case .verbatim: return ""
        case .element(let name, _, let children):
            let inner = children.map(\.markdown).joined()
            switch name {
            case "strong": return "**\(inner)**"
            case "code": return "`\(inner.replacingOccurrences(of: "\\_", with: "_"))`"
            case "p": return inner + "\n\n"
            default: return inner
            }
        }
    }
}
