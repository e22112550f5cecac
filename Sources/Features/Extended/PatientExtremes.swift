import Parallelism

/// A lesion's measure as a share of the patient's largest: the biggest lesion is the one a clinician looks at first.
struct PatientExtremes: PatientFeatureSet {
    private static let compared = [
        "clin_size_long_diam_mm", "tbp_lv_areaMM2", "tbp_lv_color_std_mean", "tbp_lv_norm_border", "tbp_lv_deltaLBnorm",
    ]

    private let features: [String]

    init(_ inputs: AvailableInputs) { features = inputs.kept(Self.compared) }

    var descriptions: [FeatureDescription] {
        features.map { feature in
            FeatureDescription(
                name: "\(feature)_patient_max_ratio",
                formula: "\(feature) / largest \(feature) of the patient's lesions",
                unit: FeatureDefinition.noUnit,
                source: "anchors: gunesevitan, ISIC 2024",
                criteria: FeatureCatalogue.criteria(of: feature)
            )
        }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        concurrentMap(features.count) { index in
            lesions.patients.map(lesions.values(of: features[index]), as: type) { values in
                guard let largest = values.lazy.filter({ !$0.isNaN }).max(), largest != 0 else { return false }
                for position in values.indices { values[position] /= largest }
                return true
            }
        }
    }
}
