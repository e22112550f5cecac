/// The metadata columns that are features as they stand.
enum RawFeatures {
    /// The 34 columns of numbers, in the order of the public ISIC 2024 feature set.
    static let all: [FeatureDefinition] = [
        raw("age_approx", "years"),
        raw("clin_size_long_diam_mm", "mm", .diameter),
        raw("tbp_lv_A", "CIELAB", .colour),
        raw("tbp_lv_Aext", "CIELAB"),
        raw("tbp_lv_B", "CIELAB", .colour),
        raw("tbp_lv_Bext", "CIELAB"),
        raw("tbp_lv_C", "CIELAB", .colour),
        raw("tbp_lv_Cext", "CIELAB"),
        raw("tbp_lv_H", "degrees", .colour),
        raw("tbp_lv_Hext", "degrees"),
        raw("tbp_lv_L", "CIELAB", .colour),
        raw("tbp_lv_Lext", "CIELAB"),
        raw("tbp_lv_areaMM2", "mm^2", .diameter),
        raw("tbp_lv_area_perim_ratio", "1", .border),
        raw("tbp_lv_color_std_mean", "CIELAB", .colour),
        raw("tbp_lv_deltaA", "CIELAB", .colour),
        raw("tbp_lv_deltaB", "CIELAB", .colour),
        raw("tbp_lv_deltaL", "CIELAB", .colour),
        raw("tbp_lv_deltaLB", "CIELAB", .colour),
        raw("tbp_lv_deltaLBnorm", "CIELAB", .colour),
        raw("tbp_lv_eccentricity", "1", .asymmetry),
        raw("tbp_lv_minorAxisMM", "mm", .diameter),
        raw("tbp_lv_nevi_confidence", "%"),
        raw("tbp_lv_norm_border", "1", .border),
        raw("tbp_lv_norm_color", "1", .colour),
        raw("tbp_lv_perimeterMM", "mm", .diameter),
        raw("tbp_lv_radial_color_std_max", "CIELAB", .colour),
        raw("tbp_lv_stdL", "CIELAB", .colour),
        raw("tbp_lv_stdLExt", "CIELAB"),
        raw("tbp_lv_symm_2axis", "1", .asymmetry),
        raw("tbp_lv_symm_2axis_angle", "degrees", .asymmetry),
        raw("tbp_lv_x", "mm"),
        raw("tbp_lv_y", "mm"),
        raw("tbp_lv_z", "mm"),
    ]

    private static func raw(_ name: String, _ unit: String, _ criteria: ABCDCriterion...) -> FeatureDefinition {
        FeatureDefinition(name, unit, criteria, .column(name))
    }
}
