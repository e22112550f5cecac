/// A set of features that belong together.
public enum FeatureFamily: String, Codable, Sendable, CaseIterable {
    /// The public ISIC 2024 set: 34 columns as they stand, 42 engineered ones, these 76 relative to the patient, the number
    /// of the patient's lesions, and the categories one-hot: 200 columns on the real training data.
    case base

    /// The features computed from one lesion's numbers: the columns as they stand, then the engineered ones.
    var definitions: [FeatureDefinition] {
        switch self {
        case .base: RawFeatures.all + EngineeredFeatures.all
        }
    }

    /// The categorical columns that become one-hot features.
    var categoricalColumns: [CategoricalColumn] {
        switch self {
        case .base: CategoricalColumn.all
        }
    }
}
