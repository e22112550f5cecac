import Cohorts

/// The metadata columns that are features as they stand: the 34 measurements of the schema, in its order.
enum RawFeatures {
    static let all: [FeatureDefinition] = ISICSchema.rawNumericColumns.map { name in
        let unit = ISICSchema.column(name)?.unit?.rawValue
        return FeatureDefinition(
            name,
            unit ?? FeatureDefinition.noUnit,
            criteria[name] ?? [],
            .column(name),
            source: FeatureSource.metadata
        )
    }

    /// The clinical criteria that the measurements speak to.
    ///
    /// Those of the skin around the lesion speak to none.
    private static let criteria: [String: [ABCDCriterion]] = [
        "clin_size_long_diam_mm": [.diameter],
        "tbp_lv_A": [.colour],
        "tbp_lv_B": [.colour],
        "tbp_lv_C": [.colour],
        "tbp_lv_H": [.colour],
        "tbp_lv_L": [.colour],
        "tbp_lv_areaMM2": [.diameter],
        "tbp_lv_area_perim_ratio": [.border],
        "tbp_lv_color_std_mean": [.colour],
        "tbp_lv_deltaA": [.colour],
        "tbp_lv_deltaB": [.colour],
        "tbp_lv_deltaL": [.colour],
        "tbp_lv_deltaLB": [.colour],
        "tbp_lv_deltaLBnorm": [.colour],
        "tbp_lv_eccentricity": [.asymmetry],
        "tbp_lv_minorAxisMM": [.diameter],
        "tbp_lv_norm_border": [.border],
        "tbp_lv_norm_color": [.colour],
        "tbp_lv_perimeterMM": [.diameter],
        "tbp_lv_radial_color_std_max": [.colour],
        "tbp_lv_stdL": [.colour],
        "tbp_lv_symm_2axis": [.asymmetry],
        "tbp_lv_symm_2axis_angle": [.asymmetry],
    ]
}
