import Parallelism

/// Numbers that come from elsewhere than the metadata (measurements of the crops), as they stand and beside the patient's.
struct AdditionalColumns: PatientFeatureSet {
    /// The columns as they stand, which need no patients.
    let ownDescriptions: [FeatureDescription]

    private var names: [String] { ownDescriptions.map(\.name) }

    var descriptions: [FeatureDescription] {
        ownDescriptions.map { FeatureCatalogue.relative($0.name, criteria: $0.criteria) }
            + ownDescriptions.map { PatientRanks.description(of: $0.name, criteria: $0.criteria) }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        let relative = concurrentMap(names.count) { index in
            PatientNormalization.normalize(lesions.values(of: names[index]), within: lesions.patients, as: type)
        }
        return relative + PatientRanks(features: names).columns(of: lesions, as: type)
    }
}

extension AdditionalColumns {
    /// Columns of which no more than the names is known.
    init(names: [String]) {
        ownDescriptions = names.map { name in
            FeatureDescription(
                name: name,
                formula: name,
                unit: FeatureDefinition.noUnit,
                source: "additional columns",
                criteria: []
            )
        }
    }
}
