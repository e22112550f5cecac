/// The colours of figures, by what they mean: after Okabe and Ito (2008), told apart with any kind of colour vision.
///
/// The page's theme says which colour each one is in light, in dark and in print. No figure says anything by colour alone:
/// classes differ in line or marker too, and every figure has its data as a table.
public enum FigureColour: String, Sendable, CaseIterable {
    /// Benign lesions, or the reference.
    case benign = "@benign"
    /// Malignant lesions, or what the reader must see.
    case malignant = "@malignant"
    /// A third group (bluish green).
    case green = "@green"
    /// A fourth group (orange).
    case orange = "@orange"
    /// A fifth group (sky blue).
    case sky = "@sky"
    /// A sixth group (reddish purple).
    case purple = "@purple"
    /// A seventh group (yellow).
    case yellow = "@yellow"
    /// Text.
    case ink = "@ink"
    /// What is there for orientation only.
    case faint = "@faint"
    /// Lines between things.
    case line = "@line"
    /// The page behind a figure.
    case surface = "@surface"
    /// A translucent tint of the benign colour, for areas and intervals.
    case benignTint = "@benign-tint"

    /// The colour in a chart's description.
    public var value: PlotValue { .text(rawValue) }

    /// Colours for series of the same kind, in order.
    public static let series: [FigureColour] = [.benign, .malignant, .green, .purple, .orange, .sky, .yellow]

    /// The dash of each series, so that lines differ in black and white too.
    public static let dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid"]
}
