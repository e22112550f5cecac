import Parallelism

/// Percentile ranks within the patient: `rank / n` with ties sharing their mean rank, from 1/n to 1.
///
/// Missing values take no part. Where a patient has one value there is nobody to rank it against: it is missing.
/// Features that order lesions as another one does (the logarithm of the area, a constant multiple) are not ranked twice,
/// and neither is the age, which a patient's lesions share.
struct PatientRanks: PatientFeatureSet {
    private static let ranked =
        RawFeatures.all.map(\.name).filter { !["age_approx", "tbp_lv_symm_2axis_angle"].contains($0) } + [
            "lesion_size_ratio", "lesion_shape_index", "hue_contrast", "lesion_color_difference", "border_complexity",
            "color_uniformity", "position_distance_3d", "perimeter_to_area_ratio", "lesion_visibility_score",
            "symmetry_border_consistency", "color_consistency", "hue_color_std_interaction", "lesion_severity_index",
            "shape_complexity_index", "color_contrast_index", "mean_hue_difference", "color_shape_composite_index",
            "overall_color_difference", "comprehensive_lesion_index", "color_variance_ratio",
            "border_color_interaction", "size_color_contrast_ratio", "color_asymmetry_index", "color_range",
            "shape_color_consistency", "border_length_ratio", "hue_difference", "a_outside_ratio", "b_outside_ratio",
            "lightness_outside_ratio", "color_change_ratio", "lesion_complexity_index",
        ]

    private let features: [String]

    init(_ inputs: AvailableInputs) { features = inputs.kept(Self.ranked) }

    /// Ranks any features.
    init(features: [String]) { self.features = features }

    var descriptions: [FeatureDescription] {
        features.map { Self.description(of: $0, criteria: FeatureCatalogue.criteria(of: $0)) }
    }

    /// Describes the rank of a feature.
    static func description(of feature: String, criteria: [ABCDCriterion]) -> FeatureDescription {
        FeatureDescription(
            name: "\(feature)_patient_rank",
            formula: "rank of \(feature) among the patient's lesions, ties sharing their mean, / their number",
            unit: FeatureDefinition.noUnit,
            source: FeatureSource.ranks,
            criteria: criteria
        )
    }

    func columns<Value: BinaryFloatingPoint & Sendable>(of lesions: PatientLesions, as type: Value.Type) -> [[Value]] {
        concurrentMap(features.count) { index in
            lesions.patients.map(lesions.values(of: features[index]), as: type, Self.rank)
        }
    }

    /// Replaces one patient's values by their ranks; returns false where there are fewer than two.
    static func rank(_ values: UnsafeMutableBufferPointer<Double>) -> Bool {
        var ordered: [(value: Double, position: Int)] = []
        ordered.reserveCapacity(values.count)
        for position in values.indices where !values[position].isNaN { ordered.append((values[position], position)) }
        guard ordered.count > 1 else { return false }
        ordered.sort { $0.value < $1.value }
        var start = 0
        while start < ordered.count {
            var end = start + 1
            while end < ordered.count, ordered[end].value == ordered[start].value { end += 1 }
            // Ranks start + 1 ... end share their mean.
            let shared = Double(start + 1 + end) / 2 / Double(ordered.count)
            for tie in ordered[start..<end] { values[tie.position] = shared }
            start = end
        }
        return true
    }
}
