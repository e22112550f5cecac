import Tables

extension ISICSchema {
    /// All 55 columns, in the order of the training file.
    ///
    /// Ranges are what is physically possible or what the measurement is defined on, so that a value outside is a fault of
    /// the file; they are wider than what was observed.
    public static let columns: [Column] = [
        text("isic_id", .identifier, "the lesion's identifier"),
        number("target", .label, nil, 0...1, "1 malignant, 0 benign", type: .integer, isInTest: false),
        text("patient_id", .group, "the patient's identifier"),
        number("age_approx", .numeric, .years, 0...120, "age at imaging, rounded to 5", mayBeMissing: true),
        text("sex", .categorical, "male or female", mayBeMissing: true),
        text("anatom_site_general", .categorical, "body site, 5 levels", mayBeMissing: true),
        number("clin_size_long_diam_mm", .numeric, .millimetres, 0...200, "longest diameter"),
        text("image_type", .provenance, "always \"TBP tile: close-up\""),
        text("tbp_tile_type", .categorical, "lighting of the photograph"),
        number("tbp_lv_A", .numeric, .lab, -128...128, "a* inside the lesion"),
        number("tbp_lv_Aext", .numeric, .lab, -128...128, "a* around the lesion"),
        number("tbp_lv_B", .numeric, .lab, -128...128, "b* inside the lesion"),
        number("tbp_lv_Bext", .numeric, .lab, -128...128, "b* around the lesion"),
        number("tbp_lv_C", .numeric, .lab, 0...182, "chroma inside the lesion"),
        number("tbp_lv_Cext", .numeric, .lab, 0...182, "chroma around the lesion"),
        number("tbp_lv_H", .numeric, .degrees, -180...360, "hue inside the lesion"),
        number("tbp_lv_Hext", .numeric, .degrees, -180...360, "hue around the lesion"),
        number("tbp_lv_L", .numeric, .lab, 0...100, "L* inside the lesion"),
        number("tbp_lv_Lext", .numeric, .lab, 0...100, "L* around the lesion"),
        number("tbp_lv_areaMM2", .numeric, .squareMillimetres, 0...40_000, "area"),
        number("tbp_lv_area_perim_ratio", .numeric, nil, 0...10_000, "perimeter squared by area"),
        number("tbp_lv_color_std_mean", .numeric, .lab, 0...128, "irregularity of colour"),
        number("tbp_lv_deltaA", .numeric, .lab, -256...256, "a* inside less outside"),
        number("tbp_lv_deltaB", .numeric, .lab, -256...256, "b* inside less outside"),
        number("tbp_lv_deltaL", .numeric, .lab, -100...100, "L* inside less outside"),
        number("tbp_lv_deltaLB", .numeric, .lab, 0...300, "contrast in L* and b*"),
        number("tbp_lv_deltaLBnorm", .numeric, .lab, 0...300, "contrast in L* and b*, normalised"),
        number("tbp_lv_eccentricity", .numeric, nil, 0...1, "eccentricity of the fitted ellipse"),
        text("tbp_lv_location", .categorical, "body site, 21 levels"),
        text("tbp_lv_location_simple", .categorical, "body site, 8 levels"),
        number("tbp_lv_minorAxisMM", .numeric, .millimetres, 0...200, "smallest diameter"),
        number("tbp_lv_nevi_confidence", .numeric, .percent, 0...100, "a model's confidence that it is a nevus"),
        number("tbp_lv_norm_border", .numeric, .score10, 0...10, "irregularity of the border"),
        number("tbp_lv_norm_color", .numeric, .score10, 0...10, "variation of colour"),
        number("tbp_lv_perimeterMM", .numeric, .millimetres, 0...2_000, "perimeter"),
        number("tbp_lv_radial_color_std_max", .numeric, .lab, 0...128, "asymmetry of colour"),
        number("tbp_lv_stdL", .numeric, .lab, 0...100, "standard deviation of L* inside the lesion"),
        number("tbp_lv_stdLExt", .numeric, .lab, 0...100, "standard deviation of L* around the lesion"),
        number("tbp_lv_symm_2axis", .numeric, nil, 0...1, "asymmetry of the border about two axes"),
        number("tbp_lv_symm_2axis_angle", .numeric, .degrees, 0...180, "angle of the axis of symmetry", type: .integer),
        number("tbp_lv_x", .numeric, .millimetres, -5_000...5_000, "place on the body, x"),
        number("tbp_lv_y", .numeric, .millimetres, -5_000...5_000, "place on the body, y"),
        number("tbp_lv_z", .numeric, .millimetres, -5_000...5_000, "place on the body, z"),
        text("attribution", .categorical, "the hospital"),
        text("copyright_license", .provenance, "the licence of the crop"),
        text("lesion_id", .leak, "the identifier of lesions of special interest", mayBeMissing: true, isInTest: false),
        text("iddx_full", .leak, "the full diagnosis", mayBeMissing: true, isInTest: false),
        text("iddx_1", .leak, "the diagnosis, level 1", mayBeMissing: true, isInTest: false),
        text("iddx_2", .leak, "the diagnosis, level 2", mayBeMissing: true, isInTest: false),
        text("iddx_3", .leak, "the diagnosis, level 3", mayBeMissing: true, isInTest: false),
        text("iddx_4", .leak, "the diagnosis, level 4", mayBeMissing: true, isInTest: false),
        text("iddx_5", .leak, "the diagnosis, level 5", mayBeMissing: true, isInTest: false),
        text("mel_mitotic_index", .leak, "the mitotic index of melanomas", mayBeMissing: true, isInTest: false),
        number(
            "mel_thick_mm",
            .leak,
            .millimetres,
            0...200,
            "the thickness of melanomas",
            mayBeMissing: true,
            isInTest: false
        ),
        number(
            "tbp_lv_dnn_lesion_confidence",
            .leak,
            .percent,
            0...100,
            "a model's confidence that it is a lesion",
            isInTest: false
        ),
    ]

    private static func text(
        _ name: String,
        _ role: Role,
        _ meaning: String,
        mayBeMissing: Bool = false,
        isInTest: Bool = true
    ) -> Column {
        Column(
            name: name,
            type: .text,
            role: role,
            unit: nil,
            range: nil,
            mayBeMissing: mayBeMissing,
            isInTest: isInTest,
            meaning: meaning
        )
    }

    private static func number(
        _ name: String,
        _ role: Role,
        _ unit: Unit? = nil,
        _ range: ClosedRange<Double>,
        _ meaning: String,
        type: ColumnType = .double,
        mayBeMissing: Bool = false,
        isInTest: Bool = true
    ) -> Column {
        Column(
            name: name,
            type: type,
            role: role,
            unit: unit,
            range: range,
            mayBeMissing: mayBeMissing,
            isInTest: isInTest,
            meaning: meaning
        )
    }
}
