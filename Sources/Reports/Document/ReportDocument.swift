/// A report before it becomes a page.
public struct ReportDocument: Sendable {
    /// What kind of report it is: "Exploratory data analysis".
    public var kind: String
    /// The title.
    public var title: String
    /// The first screen: what is the result, and can it be trusted.
    public var summary: ReportSummary
    /// The sections, in order.
    public var sections: [ReportSection]
    /// What made the report: names and values.
    public var provenance: [(name: String, value: String)]

    /// Makes a report.
    public init(
        kind: String,
        title: String,
        summary: ReportSummary,
        sections: [ReportSection],
        provenance: [(name: String, value: String)]
    ) {
        self.kind = kind
        self.title = title
        self.summary = summary
        self.sections = sections
        self.provenance = provenance
    }

    /// The figures in order.
    public var figures: [Figure] {
        sections.flatMap { section in
            section.blocks.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
        }
    }

    /// The tables that are written as CSV beside the page, by name: the figures' data and the named tables.
    public var dataTables: [(name: String, table: DataTable)] {
        sections.flatMap { section in
            section.blocks.compactMap { block in
                switch block {
                case .figure(let figure): (figure.name, figure.data)
                case .table(let name, let table): (Slug.of(name), table)
                default: nil
                }
            }
        }
    }
}

/// The first screen of a report.
public struct ReportSummary: Sendable {
    /// One number that matters.
    public struct KeyFigure: Sendable {
        /// The number, as it is shown.
        public let value: String
        /// What it is.
        public let label: String
        /// What belongs to it: an interval, a comparison.
        public let detail: String

        /// Makes a key figure.
        public init(value: String, label: String, detail: String = "") {
            self.value = value
            self.label = label
            self.detail = detail
        }
    }

    /// The result in one sentence.
    public var result: HTML
    /// What the result rests on, and what speaks against it, in a few sentences.
    public var trust: [HTML]
    /// The numbers that matter, at most six.
    public var keyFigures: [KeyFigure]

    /// Makes the first screen.
    public init(result: HTML, trust: [HTML], keyFigures: [KeyFigure]) {
        self.result = result
        self.trust = trust
        self.keyFigures = keyFigures
    }
}

/// A section of a report: a finding, what shows it, and what follows from it.
public struct ReportSection: Sendable {
    /// A piece of a section.
    public enum Block: Sendable {
        /// Text.
        case prose(HTML)
        /// A chart.
        case figure(Figure)
        /// A table, and the name of its CSV file.
        case table(name: String, DataTable)
        /// What needs attention, the worst first.
        case notices([Notice])
        /// Pictures in a grid.
        case pictures(PictureWall)
        /// Operating points that the reader can re-weight.
        case calculator(PrevalenceCalculator)
        /// A heading inside the section.
        case heading(String)
    }

    /// The anchor.
    public let name: String
    /// The title.
    public let title: String
    /// The finding: what the data say, in a sentence or two.
    public let finding: HTML
    /// What shows it.
    public let blocks: [Block]
    /// What follows from it.
    public let decision: HTML?
    /// Why there is nothing to show, where something is missing.
    public let unavailable: String?

    /// Makes a section.
    public init(_ title: String, finding: HTML, decision: HTML? = nil, blocks: [Block]) {
        name = Slug.of(title)
        self.title = title
        self.finding = finding
        self.blocks = blocks
        self.decision = decision
        unavailable = nil
    }

    /// Makes a section that says why it is empty.
    public init(_ title: String, unavailable reason: String) {
        name = Slug.of(title)
        self.title = title
        finding = .none
        blocks = []
        decision = nil
        unavailable = reason
    }
}

/// Something that needs attention.
public struct Notice: Sendable, Equatable {
    /// How much attention.
    public enum Severity: Int, Sendable, CaseIterable, Comparable {
        case note, low, medium, high

        public static func < (first: Severity, second: Severity) -> Bool { first.rawValue < second.rawValue }

        /// The word in the page.
        var word: String {
            switch self {
            case .high: "High"
            case .medium: "Medium"
            case .low: "Low"
            case .note: "Note"
            }
        }
    }

    /// How much attention.
    public let severity: Severity
    /// What it is.
    public let title: String
    /// The numbers behind it and what to do.
    public let detail: String

    /// Makes a notice.
    public init(_ severity: Severity, _ title: String, _ detail: String) {
        self.severity = severity
        self.title = title
        self.detail = detail
    }
}

/// Pictures in a grid.
public struct PictureWall: Sendable {
    /// One picture.
    public struct Picture: Sendable {
        /// The JPEG bytes.
        public let jpeg: [UInt8]
        /// What it shows, for readers who cannot see it.
        public let description: String
        /// What stands below it.
        public let label: String
        /// Whether it is marked (malignant), by a frame and in words.
        public let isMarked: Bool

        /// Makes a picture.
        public init(jpeg: [UInt8], description: String, label: String, isMarked: Bool) {
            self.jpeg = jpeg
            self.description = description
            self.label = label
            self.isMarked = isMarked
        }
    }

    /// What the wall shows.
    public let caption: String
    /// The pictures.
    public let pictures: [Picture]

    /// Makes a wall.
    public init(caption: String, pictures: [Picture]) {
        self.caption = caption
        self.pictures = pictures
    }
}
