public import Tables

/// The columns of the ISIC 2024 (SLICE-3D) metadata: 55 in the training file, 44 in the test file.
///
/// Names, order and missing counts are those of the competition's `train-metadata.csv`; the meaning of the `tbp_lv_*`
/// columns is that of Kurtansky et al., "The SLICE-3D dataset", Scientific Data 11, 884 (2024).
public enum ISICSchema {
    /// What a column is for.
    public enum Role: String, Sendable, Codable {
        /// Names the lesion's row and crop.
        case identifier
        /// 1 for malignant, 0 for benign.
        case label
        /// Names the patient; rows of one patient never stand on both sides of a split.
        case group
        /// A measurement that may become a feature.
        case numeric
        /// A category that may become a feature.
        case categorical
        /// Known only after the diagnosis, or made by a model that saw it: never a feature.
        case leak
        /// Where the crop comes from and under which licence.
        case provenance
    }

    /// What a number counts.
    public enum Unit: String, Sendable, Codable {
        case years
        case millimetres = "mm"
        case squareMillimetres = "mm²"
        case degrees = "°"
        case percent = "%"
        /// A distance in the CIELAB colour space.
        case lab = "CIELAB"
        /// A score from 0 to 10.
        case score10 = "0–10"
    }

    /// One column.
    public struct Column: Sendable {
        /// The name in the header.
        public let name: String
        /// What its cells hold.
        public let type: ColumnType
        /// What it is for.
        public let role: Role
        /// What its numbers count; nil where they have no unit.
        public let unit: Unit?
        /// The values that are possible; nil for text.
        public let range: ClosedRange<Double>?
        /// Whether cells may be empty.
        public let mayBeMissing: Bool
        /// Whether the test file has it.
        public let isInTest: Bool
        /// What it says, in a few words.
        public let meaning: String
    }

    private static let columnOfName = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0) })

    /// The column of a name, or nil where the schema has none.
    public static func column(_ name: String) -> Column? { columnOfName[name] }

    /// The names of the training file's 55 columns, in order.
    public static let trainingColumns: [String] = columns.map(\.name)

    /// The names of the test file's 44 columns, in order.
    public static let testColumns: [String] = columns.filter(\.isInTest).map(\.name)

    /// The 34 measurements that features are made from, in order.
    public static let rawNumericColumns: [String] = columns.filter { $0.role == .numeric }.map(\.name)

    /// The 6 categories that features are made from, in the order of the published feature sets.
    public static let categoricalColumns: [String] = [
        "sex", "anatom_site_general", "tbp_tile_type", "tbp_lv_location", "tbp_lv_location_simple", "attribution",
    ]

    /// The type of every column, for reading.
    public static let columnTypes: [String: ColumnType] = columnOfName.mapValues(\.type)

    /// The name of the identifier column.
    public static let identifier = "isic_id"
    /// The name of the label column.
    public static let label = "target"
    /// The name of the patient column.
    public static let patient = "patient_id"
    /// The name of the column that holds the hospital.
    public static let hospital = "attribution"
}
