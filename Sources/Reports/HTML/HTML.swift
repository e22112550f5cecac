/// A piece of a page, as a tree: text is escaped when it is written, so no value can ever become markup.
public indirect enum HTML: Sendable, Equatable {
    /// Plain text.
    case text(String)
    /// An element with its attributes, in order, and its children.
    case element(String, [Attribute], [HTML])
    /// Pieces one after the other.
    case group([HTML])
    /// What this package wrote itself and must not be escaped: style sheets, scripts, the chart library.
    case verbatim(Verbatim)

    /// One attribute of an element.
    public struct Attribute: Sendable, Equatable {
        /// The name; only names written in the source are ever used.
        public let name: String
        /// The value, escaped when it is written.
        public let value: String

        /// Makes an attribute.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Text that is written as it is. It can only be made inside this package.
    public struct Verbatim: Sendable, Equatable {
        let source: String
    }

    /// Nothing.
    public static let none = HTML.group([])
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}

extension HTML {
    /// Makes an element: `HTML("p", ["class": "lead"], "text", ...)`.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: HTML...) {
        self = .element(name, attributes.map { Attribute($0.key, $0.value) }, children)
    }

    /// Makes an element of a list of children.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], all children: [HTML]) {
        self = .element(name, attributes.map { Attribute($0.key, $0.value) }, children)
    }

    /// Text that stands out.
    public static func strong(_ text: String) -> HTML { HTML("strong", [:], .text(text)) }

    /// The name of a column, a file or a command. Options such as `--run` never break after a hyphen.
    public static func code(_ text: String) -> HTML {
        guard text.contains(" -") else { return HTML("code", [:], .text(text)) }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let pieces: [HTML] = words.enumerated().flatMap { place, word in
            let piece: HTML = word.hasPrefix("-") ? HTML("span", [:], .text(String(word))) : .text(String(word))
            return place > 0 ? [.text(" "), piece] : [piece]
        }
        return HTML("code", [:], all: pieces)
    }

    /// A paragraph.
    public static func paragraph(_ children: HTML...) -> HTML { HTML("p", [:], all: children) }
}

extension HTML {
    private static let emptyElements: Set<String> = ["meta", "img", "br", "hr", "input", "link"]

    /// The markup.
    public var markup: String {
        var text = ""
        write(to: &text)
        return text
    }

    func write(to text: inout String) {
        switch self {
        case .text(let value):
            Self.escape(value, to: &text)
        case .group(let children):
            for child in children { child.write(to: &text) }
        case .verbatim(let verbatim):
            text += verbatim.source
        case .element(let name, let attributes, let children):
            text += "<\(name)"
            for attribute in attributes {
                text += " \(attribute.name)=\""
                Self.escape(attribute.value, to: &text)
                text += "\""
            }
            text += ">"
            if Self.emptyElements.contains(name) { return }
            for child in children { child.write(to: &text) }
            text += "</\(name)>"
        }
    }

    /// Replaces the five characters that mean something in markup, and leaves out control characters, which XML forbids.
    private static func escape(_ value: String, to text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\t", "\n": text.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}": break
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension HTML.Verbatim {
    /// Takes a script or a style sheet of this package.
    init(trusted source: String) {
        self.source = source
    }
}
