/// A chart with all that a reader needs: a title, what it shows in words, and its data as a table.
public struct Figure: Sendable, Equatable {
    /// One of several charts that the reader chooses from in the same place.
    public struct Variant: Sendable, Equatable {
        /// What the reader chooses it by.
        public let label: String
        /// The traces.
        public let traces: [PlotValue]
        /// What differs from the figure's layout.
        public let layout: PlotValue

        /// Makes a variant.
        public init(label: String, traces: [PlotValue], layout: PlotValue = [:]) {
            self.label = label
            self.traces = traces
            self.layout = layout
        }
    }

    /// The name: unique in the report, made of small letters, digits and hyphens. It is the anchor and the CSV file's name.
    public let name: String
    /// The title, as a statement where there is one to make.
    public let title: String
    /// What a reader who cannot see the chart should know, in one or two sentences.
    public let description: String
    /// What stands below the chart: sources and conventions.
    public let note: HTML
    /// The charts; the first is shown first.
    public let variants: [Variant]
    /// What the reader chooses, where there are several variants.
    public let choice: String
    /// The layout, on top of the page's own.
    public let layout: PlotValue
    /// The height in pixels.
    public let height: Int
    /// The data behind the chart.
    public let data: DataTable

    /// Makes a figure of one chart.
    public init(
        _ name: String,
        title: String,
        description: String,
        note: HTML = .none,
        traces: [PlotValue],
        layout: PlotValue = [:],
        height: Int = 360,
        data: DataTable
    ) {
        self.init(
            name,
            title: title,
            description: description,
            note: note,
            choice: "",
            variants: [Variant(label: title, traces: traces)],
            layout: layout,
            height: height,
            data: data
        )
    }

    /// Makes a figure of several charts in the same place; `choice` says what is chosen ("Measurement").
    public init(
        _ name: String,
        title: String,
        description: String,
        note: HTML = .none,
        choice: String,
        variants: [Variant],
        layout: PlotValue = [:],
        height: Int = 360,
        data: DataTable
    ) {
        self.name = Slug.of(name)
        self.title = title
        self.description = description
        self.note = note
        self.choice = choice
        self.variants = variants
        self.layout = layout
        self.height = height
        self.data = data
    }

    /// The chart's description, as the page's script reads it.
    var specification: PlotValue {
        [
            "height": .number(Double(height)),
            "layout": layout,
            "variants": .list(
                variants.map { ["label": .text($0.label), "data": .list($0.traces), "layout": $0.layout] }
            ),
        ]
    }
}

/// Names that may stand in an anchor and in a file's name.
enum Slug {
    static func of(_ text: String) -> String {
        var slug = ""
        for character in text.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                slug.append(character)
            } else if !slug.isEmpty, slug.last != "-" {
                slug.append("-")
            }
        }
        while slug.last == "-" { slug.removeLast() }
        return slug.isEmpty ? "part" : slug
    }
}
