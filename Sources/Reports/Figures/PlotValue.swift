import Foundation

/// A value of a chart's description, as the chart library reads it: JSON with six significant digits.
public indirect enum PlotValue: Sendable, Equatable {
    /// Nothing: a gap in a line.
    case null
    /// A truth value.
    case bool(Bool)
    /// A number; not finite ones become null.
    case number(Double)
    /// A text. One that begins with `@` names a colour of the theme: see ``FigureColour``.
    case text(String)
    /// A list.
    case list([PlotValue])
    /// Keys and values.
    case object([String: PlotValue])

    /// A list of numbers.
    public static func numbers(_ values: some Sequence<Double>) -> PlotValue { .list(values.map(PlotValue.number)) }

    /// A list of texts.
    public static func texts(_ values: some Sequence<String>) -> PlotValue { .list(values.map(PlotValue.text)) }

    /// The value under a key; setting one makes any other value an object.
    public subscript(key: String) -> PlotValue? {
        get { if case .object(let values) = self { values[key] } else { nil } }
        set {
            var values: [String: PlotValue] = [:]
            if case .object(let present) = self { values = present }
            values[key] = newValue
            self = .object(values)
        }
    }

    /// This value with the keys of `other` changed, level by level.
    public func merging(_ other: PlotValue) -> PlotValue {
        guard case .object(let own) = self, case .object(let changes) = other else { return other }
        return .object(own.merging(changes) { $0.merging($1) })
    }
}

extension PlotValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: PlotValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, PlotValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
    public init(nilLiteral: ()) { self = .null }
}

extension PlotValue {
    /// The value as JSON with sorted keys. `<` is written as an escape, so that it may stand inside a page's script element.
    public var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += Self.short(value)
        case .text(let value): Self.quote(value, to: &text)
        case .list(let values):
            text += "["
            for (position, value) in values.enumerated() {
                if position > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let values):
            text += "{"
            for (position, entry) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if position > 0 { text += "," }
                Self.quote(entry.key, to: &text)
                text += ":"
                entry.value.write(to: &text)
            }
            text += "}"
        }
    }

    /// A number with at most six significant digits: more than any screen shows.
    private static func short(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(format: "%.6g", value)
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}":
                text += String(format: "\\u%04x", scalar.value)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
