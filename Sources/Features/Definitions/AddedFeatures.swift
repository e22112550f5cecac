/// Formulas over one lesion's numbers that the extended family adds, chosen from the published systems.
///
/// Left out are published formulas that repeat a column of the base family under another name (the norm of the position,
/// the chroma, the total colour difference) or that grow with one alone (`1 / (1 + x)` ranks as `x` does).
enum AddedFeatures {
    private static let epsilon = 1e-5

    private static let age = column("age_approx")
    private static let diameter = column("clin_size_long_diam_mm")
    private static let insideA = column("tbp_lv_A")
    private static let outsideA = column("tbp_lv_Aext")
    private static let insideB = column("tbp_lv_B")
    private static let outsideB = column("tbp_lv_Bext")
    private static let chroma = column("tbp_lv_C")
    private static let outsideChroma = column("tbp_lv_Cext")
    private static let hue = column("tbp_lv_H")
    private static let outsideHue = column("tbp_lv_Hext")
    private static let lightness = column("tbp_lv_L")
    private static let outsideLightness = column("tbp_lv_Lext")
    private static let area = column("tbp_lv_areaMM2")
    private static let colourDeviation = column("tbp_lv_color_std_mean")
    private static let deltaA = column("tbp_lv_deltaA")
    private static let deltaB = column("tbp_lv_deltaB")
    private static let deltaL = column("tbp_lv_deltaL")
    private static let contrast = column("tbp_lv_deltaLBnorm")
    private static let eccentricity = column("tbp_lv_eccentricity")
    private static let minorAxis = column("tbp_lv_minorAxisMM")
    private static let border = column("tbp_lv_norm_border")
    private static let colour = column("tbp_lv_norm_color")
    private static let perimeter = column("tbp_lv_perimeterMM")
    private static let radialColour = column("tbp_lv_radial_color_std_max")
    private static let lightnessDeviation = column("tbp_lv_stdL")
    private static let outsideLightnessDeviation = column("tbp_lv_stdLExt")
    private static let asymmetry = column("tbp_lv_symm_2axis")
    private static let x = column("tbp_lv_x")
    private static let z = column("tbp_lv_z")

    private static let second = "second place of ISIC 2024"
    private static let tenth = "tenth place of ISIC 2024"
    private static let ratios = "gunesevitan, ISIC 2024"

    private static func column(_ name: String) -> FeatureExpression { .column(name) }

    static let all = list()

    @FeatureList
    private static func list() -> [FeatureDefinition] {
        FeatureDefinition(
            "diameter_over_6mm",
            "1",
            [.diameter],
            exceeds(diameter, 6),
            source: "the D of the clinical ABCDE rule"
        )
        FeatureDefinition("hue_difference", "°", [.colour], hue - outsideHue, source: "fifth place of ISIC 2024")
        FeatureDefinition("chroma_difference", "CIELAB", [.colour], chroma - outsideChroma, source: ratios)
        FeatureDefinition("a_outside_ratio", "1", [.colour], insideA / outsideA, source: ratios)
        FeatureDefinition("b_outside_ratio", "1", [.colour], insideB / outsideB, source: ratios)
        FeatureDefinition("lightness_outside_ratio", "1", [.colour], lightness / outsideLightness, source: ratios)
        FeatureDefinition(
            "lightness_deviation_outside_ratio",
            "1",
            [.colour],
            lightnessDeviation / outsideLightnessDeviation,
            source: ratios
        )
        FeatureDefinition(
            "color_variation_intensity",
            "CIELAB",
            [.colour],
            colour * contrast,
            source: second
        )
        FeatureDefinition(
            "color_change_ratio",
            "1",
            [.colour],
            (deltaA.squared + deltaB.squared + deltaL.squared)
                / (insideA.squared + insideB.squared + lightness.squared),
            source: second
        )
        FeatureDefinition(
            "color_difference_AB",
            "CIELAB",
            [.colour],
            sqrt(deltaA.squared + deltaB.squared),
            source: second
        )
        FeatureDefinition("color_asymmetry_ratio", "1", [.colour], radialColour / colourDeviation, source: second)
        FeatureDefinition(
            "color_diversity_index",
            "CIELAB²",
            [.colour],
            colourDeviation * radialColour,
            source: second
        )
        FeatureDefinition(
            "texture_contrast",
            "1",
            [.colour],
            lightnessDeviation / (lightness + epsilon),
            source: second
        )
        FeatureDefinition(
            "relative_hue_difference",
            "1",
            [.colour],
            abs(hue - outsideHue) / (hue + outsideHue + epsilon),
            source: tenth
        )
        FeatureDefinition(
            "norm_color_per_long_diam",
            "1",
            [.colour, .diameter],
            colour / ln(diameter + 1),
            source: tenth
        )
        FeatureDefinition(
            "asymmetry_area_ratio",
            "1/mm²",
            [.asymmetry, .diameter],
            asymmetry / (area + epsilon),
            source: second
        )
        FeatureDefinition("symmetry_color_index", "1", [.asymmetry, .colour], asymmetry * colour, source: second)
        FeatureDefinition(
            "lesion_complexity_index",
            "1",
            [.asymmetry, .border, .colour],
            border * colour * eccentricity * asymmetry,
            source: second
        )
        FeatureDefinition("border_density", "1/mm", [.border], border / (perimeter + epsilon), source: second)
        FeatureDefinition("area_diameter_ratio", "1", [.diameter], area / (diameter.squared + epsilon), source: second)
        FeatureDefinition("lesion_aspect_ratio", "1", [.border, .diameter], perimeter / diameter, source: second)
        FeatureDefinition("axis_difference", "mm", [.asymmetry, .diameter], diameter - minorAxis, source: ratios)
        FeatureDefinition("age_adjusted_lesion_size", "mm²/year", [.diameter], area / (age + 1), source: second)
        FeatureDefinition("position_angle_3d_xz", "radians", [], atan2(z, x), source: second)
    }
}
