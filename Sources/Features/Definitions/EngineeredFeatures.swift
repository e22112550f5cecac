/// The 42 engineered features of the base family, in the order of the public ISIC 2024 feature set.
///
/// Names are kept as published, also where they say something else than the formula (`position_distance_3d` is measured in
/// the scanner's coordinates; `age_normalized_nevi_confidence_2` is a length).
enum EngineeredFeatures: LesionMeasures {
    private static let distance = sqrt(x.squared + y.squared + z.squared)
    private static let squaredColourDifference = deltaA.squared + deltaB.squared + deltaL.squared

    static let all = list()

    @FeatureList
    private static func list() -> [FeatureDefinition] {
        FeatureDefinition("lesion_size_ratio", "1", [.asymmetry, .diameter], minorAxis / diameter)
        FeatureDefinition("lesion_shape_index", "1", [.border], area / perimeter.squared)
        FeatureDefinition("hue_contrast", "°", [.colour], abs(hue - outsideHue))
        FeatureDefinition("luminance_contrast", "CIELAB", [.colour], abs(lightness - outsideLightness))
        FeatureDefinition("lesion_color_difference", "CIELAB", [.colour], sqrt(squaredColourDifference))
        FeatureDefinition("border_complexity", "1", [.asymmetry, .border], border + asymmetry)
        FeatureDefinition("color_uniformity", "1", [.colour], colourDeviation / (radialColour + epsilon))
        FeatureDefinition("position_distance_3d", "mm", [], distance)
        FeatureDefinition("perimeter_to_area_ratio", "1/mm", [.border, .diameter], perimeter / area)
        FeatureDefinition("area_to_perimeter_ratio", "mm", [.border, .diameter], area / perimeter)
        FeatureDefinition("lesion_visibility_score", "CIELAB", [.colour], contrast + colour)
        FeatureDefinition("symmetry_border_consistency", "1", [.asymmetry, .border], asymmetry * border)
        FeatureDefinition(
            "consistency_symmetry_border",
            "1",
            [.asymmetry, .border],
            asymmetry * border / (asymmetry + border)
        )
        FeatureDefinition("color_consistency", "1", [.colour], lightnessDeviation / outsideLightness)
        FeatureDefinition(
            "consistency_color",
            "CIELAB",
            [.colour],
            lightnessDeviation * outsideLightness / (lightnessDeviation + outsideLightness)
        )
        FeatureDefinition("size_age_interaction", "mm years", [.diameter], diameter * age)
        FeatureDefinition("hue_color_std_interaction", "° CIELAB", [.colour], hue * colourDeviation)
        FeatureDefinition(
            "lesion_severity_index",
            "1",
            [.asymmetry, .border, .colour],
            (border + colour + eccentricity) / 3
        )
        FeatureDefinition(
            "shape_complexity_index",
            "1",
            [.asymmetry, .border],
            border + asymmetry + area / perimeter.squared
        )
        FeatureDefinition("color_contrast_index", "CIELAB", [.colour], deltaA + deltaB + deltaL + contrast)
        FeatureDefinition("log_lesion_area", "ln(mm²)", [.diameter], ln(area + 1))
        FeatureDefinition("normalized_lesion_size", "mm/year", [.diameter], diameter / age)
        FeatureDefinition("mean_hue_difference", "°", [.colour], (hue + outsideHue) / 2)
        FeatureDefinition("std_dev_contrast", "CIELAB", [.colour], sqrt(squaredColourDifference / 3))
        FeatureDefinition(
            "color_shape_composite_index",
            "1",
            [.asymmetry, .border, .colour],
            (colourDeviation + areaPerimeterRatio + asymmetry) / 3
        )
        FeatureDefinition("lesion_orientation_3d", "radians", [], atan2(y, x))
        FeatureDefinition("overall_color_difference", "CIELAB", [.colour], (deltaA + deltaB + deltaL) / 3)
        FeatureDefinition("symmetry_perimeter_interaction", "mm", [.asymmetry, .diameter], asymmetry * perimeter)
        FeatureDefinition(
            "comprehensive_lesion_index",
            "1",
            [.asymmetry, .border, .colour],
            (areaPerimeterRatio + eccentricity + colour + asymmetry) / 4
        )
        FeatureDefinition("color_variance_ratio", "1", [.colour], colourDeviation / outsideLightnessDeviation)
        FeatureDefinition("border_color_interaction", "1", [.border, .colour], border * colour)
        FeatureDefinition(
            "border_color_interaction_2",
            "1",
            [.border, .colour],
            border * colour / (border + colour)
        )
        FeatureDefinition("size_color_contrast_ratio", "mm/CIELAB", [.colour, .diameter], diameter / contrast)
        FeatureDefinition("age_normalized_nevi_confidence", "%/year", [], neviConfidence / age)
        FeatureDefinition(
            "age_normalized_nevi_confidence_2",
            "mixed",
            [.diameter],
            sqrt(diameter.squared + age.squared)
        )
        FeatureDefinition("color_asymmetry_index", "CIELAB", [.asymmetry, .colour], radialColour * asymmetry)
        FeatureDefinition("volume_approximation_3d", "mm³", [.diameter], area * distance)
        FeatureDefinition(
            "color_range",
            "CIELAB",
            [.colour],
            abs(lightness - outsideLightness) + abs(insideA - outsideA) + abs(insideB - outsideB)
        )
        FeatureDefinition(
            "shape_color_consistency",
            "CIELAB",
            [.asymmetry, .colour],
            eccentricity * colourDeviation
        )
        FeatureDefinition("border_length_ratio", "1", [.border], perimeter / (2 * (pi * sqrt(area / pi))))
        FeatureDefinition(
            "age_size_symmetry_index",
            "mm years",
            [.asymmetry, .diameter],
            age * diameter * asymmetry
        )
        FeatureDefinition(
            "index_age_size_symmetry",
            "mm² years",
            [.asymmetry, .diameter],
            age * area * asymmetry
        )
    }

    private static let pi = FeatureExpression.constant(.pi)
}
