/// Formulas over one lesion's numbers that the extended family adds, chosen from the published systems.
///
/// Left out are published formulas that repeat a column of the base family under another name (the norm of the position,
/// the chroma, the total colour difference) or that grow with one alone (`1 / (1 + x)` ranks as `x` does).
enum AddedFeatures: LesionMeasures {
    private static let second = "second place of ISIC 2024"
    private static let tenth = "tenth place of ISIC 2024"
    private static let ratios = "gunesevitan, ISIC 2024"

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
