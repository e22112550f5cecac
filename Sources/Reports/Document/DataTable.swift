import Foundation

/// A table of a report: what stands in the page, and what is written as CSV.
public struct DataTable: Sendable, Equatable {
    /// One cell: what a reader sees, and the value behind it.
    public enum Cell: Sendable, Equatable {
        /// Text.
        case text(String)
        /// A whole number.
        case count(Int)
        /// A number, shown with three significant digits or as it fits; NaN is shown as a dash and is empty in CSV.
        case number(Double)
        /// A number with a fixed number of decimals.
        case fixed(Double, Int)
        /// A share, shown in percent.
        case share(Double)
        /// A value and its interval, shown as "0.81 (0.78 to 0.84)" with at least so many decimals.
        case interval(Double, Double, Double, decimals: Int)
        /// A p-value.
        case pValue(Double)
        /// Nothing to show.
        case missing
    }

    /// How the page lays the table out; the CSV is the same for all.
    public enum Layout: Sendable, Equatable {
        /// One line for each row.
        case plain
        /// The first column is a heading above the rows that share it.
        case grouped
        /// The last column, a long text, is a line of its own below its row, where there is one.
        case detailed
    }

    /// What the table holds, for its caption.
    public let caption: String
    /// The names of the columns.
    public let columns: [String]
    /// The rows, each with one cell per column.
    public let rows: [[Cell]]
    /// How many rows the page shows at most; the CSV holds all.
    public var shownRows: Int
    /// How the page lays the table out.
    public let layout: Layout

    /// Makes a table.
    public init(caption: String, columns: [String], rows: [[Cell]], layout: Layout = .plain, shownRows: Int = 60) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.layout = layout
        self.shownRows = shownRows
    }

    /// The table as CSV with full precision. An interval takes three columns.
    public var csv: String {
        let spread = columns.indices.map { column in
            rows.contains { row in
                if column < row.count, case .interval = row[column] { true } else { false }
            }
        }
        let header = zip(columns, spread).flatMap { name, isInterval in
            isInterval ? [name, "\(name) low", "\(name) high"] : [name]
        }
        let lines = rows.map { row in
            zip(row, spread).flatMap { cell, isInterval in
                isInterval ? cell.threeValues : [cell.value]
            }
        }
        return ([header] + lines).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
        return "\"\(field.replacingOccurrences(of: "\"", with: "\"\""))\""
    }
}

extension DataTable.Cell {
    /// What a reader sees.
    var shown: String {
        switch self {
        case .text(let text): text
        case .count(let count): Number.grouped(count)
        case .number(let value): Number.readable(value)
        case .fixed(let value, let decimals): Number.fixed(value, decimals)
        case .share(let value): Number.percent(value)
        case .interval(let value, let low, let high, let decimals):
            Number.interval(value, low, high, decimals: decimals)
        case .pValue(let value): Number.pValue(value)
        case .missing: "–"
        }
    }

    /// Whether the cell is a number, which is aligned to the right.
    var isNumber: Bool { if case .text = self { false } else { true } }

    /// The value in a file.
    var value: String {
        switch self {
        case .text(let text): text
        case .count(let count): "\(count)"
        case .number(let value), .fixed(let value, _), .share(let value), .interval(let value, _, _, _),
            .pValue(let value):
            value.isFinite ? "\(value)" : ""
        case .missing: ""
        }
    }

    fileprivate var threeValues: [String] {
        guard case .interval(let value, let low, let high, _) = self else { return [value, "", ""] }
        return [value, low, high].map { $0.isFinite ? "\($0)" : "" }
    }
}

/// Numbers as people read them.
public enum Number {
    /// A whole number with commas between thousands: 401,059.
    public static func grouped(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (value < 0 ? "−" : "") + String(digits)
    }

    /// A number with a fixed number of decimals; NaN is a dash.
    public static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        let text = String(format: "%.\(decimals)f", abs(value))
        let isZero = !text.contains { $0 != "0" && $0 != "." }
        return value < 0 && !isZero ? "−" + text : text
    }

    /// A value and its interval: "0.81 (0.78 to 0.84)"; without the interval where its ends are NaN.
    ///
    /// - Parameter decimals: how many decimals are shown at least; a narrow interval gets as many as show two digits of its
    ///   width, so that the small shares of screening are not all "0.001".
    public static func interval(_ value: Double, _ low: Double, _ high: Double, decimals: Int) -> String {
        guard low.isFinite, high.isFinite else { return fixed(value, decimals) }
        let width = high - low
        let needed = width > 0 ? Int((-log10(width)).rounded(.up)) + 1 : decimals
        let shown = max(decimals, min(needed, 7))
        return "\(fixed(value, shown)) (\(fixed(low, shown)) to \(fixed(high, shown)))"
    }

    /// A number with three significant digits, and whole ones with commas.
    public static func readable(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        if value == value.rounded(), abs(value) < 1e15 { return grouped(Int(value)) }
        let size = abs(value)
        if size >= 1000 { return grouped(Int(value.rounded())) }
        if size >= 100 { return fixed(value, 0) }
        if size >= 10 { return fixed(value, 1) }
        if size >= 1 { return fixed(value, 2) }
        if size >= 0.001 { return fixed(value, size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5) }
        return String(format: "%.2g", value).replacingOccurrences(of: "-", with: "−")
    }

    /// A share in percent, with as many digits as a small one needs.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        let percent = share * 100
        if percent == 0 || percent == 100 { return "\(Int(percent))\u{A0}%" }
        let size = min(abs(percent), abs(100 - percent))
        let decimals = size >= 1 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4
        return fixed(percent, decimals) + "\u{A0}%"
    }

    /// A p-value: `< 0.001`, or two significant digits.
    public static func pValue(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        return value < 0.001 ? "<\u{A0}0.001" : String(format: "%.2g", value)
    }
}
