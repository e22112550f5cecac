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

    /// Describes a feature; `unit` is "1" for a number without one.
    public init(name: String, formula: String, unit: String, source: String, criteria: [ABCDCriterion]) {
        self.name = name
        self.formula = formula
        self.unit = unit
        self.source = source
        self.criteria = criteria
    }
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
    ///
    /// - Parameter additional: The columns that come from elsewhere than the metadata; their forms relative to the patient
    ///   are listed too.
    public static func entries(
        of family: FeatureFamily = .base,
        additional: [FeatureDescription] = []
    ) -> [FeatureDescription] {
        let inputs = AvailableInputs(
            features: Set(family.definitions.map(\.name)),
            categories: Set(family.categoricalColumns.map(\.name))
        )
        return numericEntries(FeatureFamily.baseDefinitions, comparesWithinPatient: true) + [count]
            + family.categoricalColumns.map { oneHot($0.name, "<value>") }
            + numericEntries(family.addedDefinitions, comparesWithinPatient: true)
            + additional
            + family.patientFeatureSets(inputs).flatMap(\.descriptions)
            + AdditionalColumns(ownDescriptions: additional).descriptions
    }

    /// The description of features of one lesion, then of these relative to the patient.
    static func numericEntries(
        _ definitions: [FeatureDefinition],
        comparesWithinPatient: Bool
    ) -> [FeatureDescription] {
        definitions.map(describe)
            + (comparesWithinPatient ? definitions.map { relative($0.name, criteria: $0.criteria) } : [])
    }

    static func oneHot(_ column: String, _ level: String) -> FeatureDescription {
        FeatureDescription(
            name: CategoricalColumn.featureName(column, level),
            formula: "1 where \(column) is \(level), else 0",
            unit: FeatureDefinition.noUnit,
            source: FeatureSource.metadata,
            criteria: []
        )
    }

    private static func describe(_ definition: FeatureDefinition) -> FeatureDescription {
        FeatureDescription(
            name: definition.name,
            formula: definition.expression.description,
            unit: definition.unit,
            source: definition.source,
            criteria: definition.criteria
        )
    }

    /// Describes a feature relative to the patient.
    static func relative(_ name: String, criteria: [ABCDCriterion]) -> FeatureDescription {
        FeatureDescription(
            name: PatientNormalization.featureName(name),
            formula: "(\(name) - mean of the patient) / (sd of the patient, n - 1, + \(PatientNormalization.epsilon))",
            unit: "standard deviations",
            source: FeatureSource.engineered,
            criteria: criteria
        )
    }

    /// The clinical criteria of a feature of one lesion.
    static func criteria(of feature: String) -> [ABCDCriterion] { definitions[feature]?.criteria ?? [] }

    /// The unit of a feature of one lesion.
    static func unit(of feature: String) -> String { definitions[feature]?.unit ?? FeatureDefinition.noUnit }

    private static let definitions = Dictionary(
        uniqueKeysWithValues: FeatureFamily.extended.definitions.map { ($0.name, $0) }
    )

    static let count = FeatureDescription(
        name: FittedPatientFeatures.countName,
        formula: "number of the patient's lesions",
        unit: "lesions",
        source: FeatureSource.engineered,
        criteria: []
    )
}

extension FittedPatientFeatures {
    /// The description of every feature, in the order of `featureNames`.
    public var catalogue: [FeatureDescription] {
        let base = definitions(FeatureFamily.baseDefinitions)
        let added = definitions(family.addedDefinitions)
        return FeatureCatalogue.numericEntries(base, comparesWithinPatient: comparesWithinPatient)
            + (comparesWithinPatient ? [FeatureCatalogue.count] : [])
            + vocabularies.flatMap { vocabulary in
                vocabulary.levels.map { FeatureCatalogue.oneHot(vocabulary.column, $0) }
            }
            + FeatureCatalogue.numericEntries(added, comparesWithinPatient: comparesWithinPatient)
            + AdditionalColumns(names: additionalColumns).ownDescriptions
            + patientFeatureSets.flatMap(\.descriptions)
    }
}
