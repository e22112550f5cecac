import Foundation

/// A table as markup, with its caption and with headers for rows and columns.
struct TableMarkup {
    let table: DataTable
    let csv: String

    /// Text with more characters gets a wide column.
    private static let long = 32
    /// Text with at most so many characters stays on one line.
    private static let short = 12
    /// A table with at most so many rows is printed on one page.
    private static let onePage = 12

    var html: HTML {
        let hidden = table.rows.count - table.shownRows
        return .group([
            HTML(
                "table",
                table.rows.count <= Self.onePage ? ["class": "small"] : [:],
                HTML("caption", [:], .text(table.caption)),
                HTML("thead", [:], HTML("tr", [:], all: header)),
                HTML("tbody", [:], all: body)
            ),
            hidden > 0
                ? HTML(
                    "p",
                    ["class": "more"],
                    .text("\(Number.grouped(hidden)) more rows in "),
                    HTML("a", ["href": csv], "the CSV file"),
                    "."
                ) : .none,
        ])
    }

    /// The columns that stand beside each other.
    private var columns: Range<Int> {
        switch table.layout {
        case .plain: 0..<table.columns.count
        case .grouped: 1..<table.columns.count
        case .detailed: 0..<(table.columns.count - 1)
        }
    }

    private var header: [HTML] {
        columns.map { column in
            let isNumber = table.rows.contains { column < $0.count && $0[column].isNumber }
            return HTML(
                "th",
                isNumber ? ["scope": "col", "class": "n"] : ["scope": "col"],
                .text(table.columns[column])
            )
        }
    }

    private var body: [HTML] {
        let shown = table.rows.prefix(table.shownRows)
        return shown.indices.flatMap { index in
            let row = shown[index]
            let cells = columns.map { column in
                cell(row[column], isFirst: column == columns.lowerBound)
            }
            switch table.layout {
            case .plain:
                return [HTML("tr", [:], all: cells)]
            case .grouped:
                let isNew = index == shown.startIndex || shown[index - 1][0] != row[0]
                return (isNew ? [group(row[0])] : []) + [HTML("tr", [:], all: cells)]
            case .detailed:
                guard row[columns.upperBound] != .missing else { return [HTML("tr", [:], all: cells)] }
                return [HTML("tr", ["class": "detailed"], all: cells), detail(row[columns.upperBound])]
            }
        }
    }

    private func cell(_ cell: DataTable.Cell, isFirst: Bool) -> HTML {
        let shown = cell.shown
        if cell.isNumber { return HTML("td", ["class": "n"], all: pieces(of: shown)) }
        let kind = shown.count > Self.long ? "long" : shown.count <= Self.short ? "short" : "text"
        return isFirst
            ? HTML("th", ["scope": "row", "class": kind], .text(shown)) : HTML("td", ["class": kind], .text(shown))
    }

    /// A number and its interval, which may stand on two lines where a table is narrow.
    private func pieces(of number: String) -> [HTML] {
        guard let place = number.firstIndex(of: "(") else { return [.text(number)] }
        let value = number[..<place].trimmingCharacters(in: .whitespaces)
        return [HTML("span", [:], .text(value)), " ", HTML("span", [:], .text(String(number[place...])))]
    }

    private func group(_ name: DataTable.Cell) -> HTML {
        HTML(
            "tr",
            ["class": "group"],
            HTML("th", ["scope": "rowgroup", "colspan": "\(columns.count)"], .text(name.shown))
        )
    }

    private func detail(_ text: DataTable.Cell) -> HTML {
        HTML(
            "tr",
            ["class": "detail"],
            HTML(
                "td",
                ["colspan": "\(columns.count)"],
                .text("\(table.columns[columns.upperBound]): \(text.shown)")
            )
        )
    }
}
