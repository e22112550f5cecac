/// A feature that is computed from the numbers of one lesion.
struct FeatureDefinition: Sendable {
    /// The name of the column.
    let name: String
    /// The unit, or `noUnit`.
    let unit: String
    /// The clinical criteria that the feature speaks to.
    let criteria: [ABCDCriterion]
    /// How the feature is computed.
    let expression: FeatureExpression
    /// Where the definition comes from.
    let source: String

    /// What stands in the place of a unit for a number without one.
    static let noUnit = "1"

    init(
        _ name: String,
        _ unit: String,
        _ criteria: [ABCDCriterion],
        _ expression: FeatureExpression,
        source: String = FeatureSource.engineered
    ) {
        self.name = name
        self.unit = unit
        self.criteria = criteria
        self.expression = expression
        self.source = source
    }
}

/// Sources that many features share.
enum FeatureSource {
    static let metadata = "ISIC 2024 (SLICE-3D) metadata"
    static let engineered = "public ISIC 2024 feature set, as in the leading solutions of the challenge"
    static let ranks = "percentile ranks within the patient: gunesevitan, ISIC 2024"
    static let uglyDuckling = "ugly-duckling sign: second place of ISIC 2024, after richolson"
    static let outliers = "first place of ISIC 2024; Breunig et al., LOF, SIGMOD 2000"
}

/// Lists definitions one below the other, which the compiler checks one by one and so in little time.
@resultBuilder
enum FeatureList {
    static func buildBlock(_ definitions: FeatureDefinition...) -> [FeatureDefinition] { definitions }
}
