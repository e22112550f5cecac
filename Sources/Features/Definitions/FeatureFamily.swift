/// A set of features that belong together.
public enum FeatureFamily: String, Codable, Sendable, CaseIterable {
    /// The public ISIC 2024 set: 34 columns as they stand, 42 engineered ones, these 76 relative to the patient, the number
    /// of the patient's lesions, and the categories one-hot: 200 columns on the real training data.
    case base

    /// The base family, then more formulas and more ways of comparing a lesion with its patient's others: ranks, scores
    /// within a site or location, outlier measures, distances, totals and visits.
    case extended

    /// The formulas that both families share: the columns as they stand, then the engineered ones.
    static let baseDefinitions = RawFeatures.all + EngineeredFeatures.all

    /// The formulas that the family adds to those of the base family.
    var addedDefinitions: [FeatureDefinition] {
        switch self {
        case .base: []
        case .extended: AddedFeatures.all
        }
    }

    /// All formulas over the numbers of one lesion.
    var definitions: [FeatureDefinition] { Self.baseDefinitions + addedDefinitions }

    /// The categorical columns that become one-hot features.
    var categoricalColumns: [CategoricalColumn] { CategoricalColumn.all }
}
