import Parallelism

/// How far a lesion lies from the patient's lesions of the same site, location or tile type, in their standard deviations.
///
/// The score is that of `PatientNormalization`, `(x - mean) / (sd + 1e-5)`, within each part of a patient's lesions. A
/// patient belongs to one hospital, so scores within the hospital need other patients: see `FoldFeatures`.
struct GroupScores: PatientFeatureSet {
    /// Measures that say different things about a lesion; their redundant combinations are left to the patient scores.
    static let scored = [
        "clin_size_long_diam_mm", "tbp_lv_A", "tbp_lv_Aext", "tbp_lv_B", "tbp_lv_Bext", "tbp_lv_C", "tbp_lv_H",
        "tbp_lv_Hext", "tbp_lv_L", "tbp_lv_Lext", "tbp_lv_areaMM2", "tbp_lv_area_perim_ratio", "tbp_lv_color_std_mean",
        "tbp_lv_deltaA", "tbp_lv_deltaB", "tbp_lv_deltaL", "tbp_lv_deltaLBnorm", "tbp_lv_eccentricity",
        "tbp_lv_minorAxisMM", "tbp_lv_nevi_confidence", "tbp_lv_norm_border", "tbp_lv_norm_color",
        "tbp_lv_perimeterMM", "tbp_lv_radial_color_std_max", "tbp_lv_stdL", "tbp_lv_stdLExt", "tbp_lv_symm_2axis",
        "hue_difference", "color_uniformity", "comprehensive_lesion_index",
    ]

    private let features: [String]
    private let groupings: [PatientGrouping]

    init(_ inputs: AvailableInputs) {
        features = inputs.kept(Self.scored)
        groupings = PatientGrouping.all.filter { inputs.categories.contains($0.column) }
    }

    var descriptions: [FeatureDescription] {
        groupings.flatMap { grouping in
            features.map { feature in
                let group = "the patient's lesions of the same \(grouping.column)"
                return FeatureDescription(
                    name: "\(feature)_\(grouping.name)_norm",
                    formula: "(\(feature) - mean) / (sd, n - 1, + \(PatientNormalization.epsilon)) of \(group)",
                    unit: "standard deviations",
                    source: "second, fifth and tenth place of ISIC 2024",
                    criteria: FeatureCatalogue.criteria(of: feature)
                )
            }
        }
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        let groups = concurrentMap(groupings.count) { lesions.groups(within: groupings[$0].column) }
        // Feature by feature, so that each is computed once for all groupings.
        let byFeature = concurrentMap(features.count) { index in
            let values = lesions.values(of: features[index])
            return groups.map { PatientNormalization.normalize(values, within: $0, as: type) }
        }
        return groups.indices.flatMap { grouping in byFeature.map { $0[grouping] } }
    }
}
