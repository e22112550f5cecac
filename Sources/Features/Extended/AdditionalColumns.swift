/// Numbers that come from elsewhere than the metadata (measurements of the crops), as they stand and beside the patient's.
struct AdditionalColumns: PatientFeatureSet {
    let names: [String]

    private var ranks: PatientRanks { PatientRanks(features: names) }

    /// The columns as they stand, which need no patients.
    var ownDescriptions: [FeatureDescription] {
        names.map { name in
            FeatureDescription(
                name: name,
                formula: name,
                unit: FeatureDefinition.noUnit,
                source: "additional columns",
                criteria: []
            )
        }
    }

    var descriptions: [FeatureDescription] {
        names.map { FeatureCatalogue.relative($0, criteria: []) } + ranks.descriptions
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        let relative = concurrentMap(names.count) { index in
            PatientNormalization.normalize(lesions.values(of: names[index]), within: lesions.patients, as: type)
        }
        return relative + ranks.columns(of: lesions, as: type)
    }
}
