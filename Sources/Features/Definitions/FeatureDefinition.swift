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

    /// What stands in the place of a unit for a number without one.
    static let noUnit = "1"

    init(_ name: String, _ unit: String, _ criteria: [ABCDCriterion], _ expression: FeatureExpression) {
        self.name = name
        self.unit = unit
        self.criteria = criteria
        self.expression = expression
    }

    /// The name of the feature's value relative to the patient's other lesions.
    var patientRelativeName: String { name + "_patient_norm" }
}

/// Lists definitions one below the other, which the compiler checks one by one and so in little time.
@resultBuilder
enum FeatureList {
    static func buildBlock(_ definitions: FeatureDefinition...) -> [FeatureDefinition] { definitions }
}
