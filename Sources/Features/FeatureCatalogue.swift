/// What a feature is: its name, formula, unit and source.
public struct FeatureDescription: Codable, Sendable, Equatable {
    /// The name of the column.
    public let name: String
    /// How the value is computed from the columns of the metadata.
    public let formula: String
    /// The unit; "1" for a number without one.
    public let unit: String
    /// Where the definition comes from.
    public let source: String
    /// The clinical ABCDE criteria that the feature speaks to; empty where there is none.
    public let criteria: [ABCDCriterion]
}

/// Describes features, as `cygnet features --describe` prints them.
public enum FeatureCatalogue {
    /// Said below every catalogue: what the ABCDE rule asks and the features cannot give.
    public static let evolutionNote =
        "E (evolution) of the ABCDE rule is not computed: it needs several visits over time."

    /// All features of a family.
    ///
    /// The one-hot features of a column are one entry, `<column>=<value>`, because the values are
    /// those of the training rows.
    public static func entries(of family: FeatureFamily = .base) -> [FeatureDescription] {
        numericEntries(family.definitions, comparesWithinPatient: true)
            + family.categoricalColumns.map { oneHot($0.name, "<value>") }
    }

    static func numericEntries(
        _ definitions: [FeatureDefinition],
        comparesWithinPatient: Bool
    ) -> [FeatureDescription] {
        let own = definitions.map(describe)
        return comparesWithinPatient ? own + definitions.map(describeRelative) + [count] : own
    }

    static func oneHot(_ column: String, _ level: String) -> FeatureDescription {
        FeatureDescription(
            name: CategoricalColumn.featureName(column, level),
            formula: "1 where \(column) is \(level), else 0",
            unit: FeatureDefinition.noUnit,
            source: metadataSource,
            criteria: []
        )
    }

    private static let metadataSource = "ISIC 2024 (SLICE-3D) metadata"
    private static let engineeredSource = "public ISIC 2024 feature set, as in the leading solutions of the challenge"

    private static func describe(_ definition: FeatureDefinition) -> FeatureDescription {
        let standsAsItIs = if case .column = definition.expression { true } else { false }
        return FeatureDescription(
            name: definition.name,
            formula: definition.expression.description,
            unit: definition.unit,
            source: standsAsItIs ? metadataSource : engineeredSource,
            criteria: definition.criteria
        )
    }

    private static func describeRelative(_ definition: FeatureDefinition) -> FeatureDescription {
        let name = definition.name
        return FeatureDescription(
            name: definition.patientRelativeName,
            formula: "(\(name) - mean of the patient) / (sd of the patient, n - 1, + \(PatientNormalization.epsilon))",
            unit: "standard deviations",
            source: engineeredSource,
            criteria: definition.criteria
        )
    }

    private static let count = FeatureDescription(
        name: FittedPatientFeatures.countName,
        formula: "number of the patient's lesions",
        unit: "lesions",
        source: engineeredSource,
        criteria: []
    )
}

extension FittedPatientFeatures {
    /// The description of every feature, in the order of `featureNames`.
    public var catalogue: [FeatureDescription] {
        FeatureCatalogue.numericEntries(definitions, comparesWithinPatient: comparesWithinPatient)
            + vocabularies.flatMap { vocabulary in
                vocabulary.levels.map { FeatureCatalogue.oneHot(vocabulary.column, $0) }
            }
    }
}
