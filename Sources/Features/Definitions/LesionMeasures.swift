/// The measures of a lesion by the names that formulas call them.
protocol LesionMeasures {}

extension LesionMeasures {
    /// Added to divisors that may be zero, as published.
    static var epsilon: Double { 1e-5 }

    static var age: FeatureExpression { .column("age_approx") }
    static var diameter: FeatureExpression { .column("clin_size_long_diam_mm") }
    static var insideA: FeatureExpression { .column("tbp_lv_A") }
    static var outsideA: FeatureExpression { .column("tbp_lv_Aext") }
    static var areaPerimeterRatio: FeatureExpression { .column("tbp_lv_area_perim_ratio") }
    static var area: FeatureExpression { .column("tbp_lv_areaMM2") }
    static var insideB: FeatureExpression { .column("tbp_lv_B") }
    static var outsideB: FeatureExpression { .column("tbp_lv_Bext") }
    static var chroma: FeatureExpression { .column("tbp_lv_C") }
    static var outsideChroma: FeatureExpression { .column("tbp_lv_Cext") }
    static var colourDeviation: FeatureExpression { .column("tbp_lv_color_std_mean") }
    static var deltaA: FeatureExpression { .column("tbp_lv_deltaA") }
    static var deltaB: FeatureExpression { .column("tbp_lv_deltaB") }
    static var deltaL: FeatureExpression { .column("tbp_lv_deltaL") }
    static var contrast: FeatureExpression { .column("tbp_lv_deltaLBnorm") }
    static var eccentricity: FeatureExpression { .column("tbp_lv_eccentricity") }
    static var hue: FeatureExpression { .column("tbp_lv_H") }
    static var outsideHue: FeatureExpression { .column("tbp_lv_Hext") }
    static var lightness: FeatureExpression { .column("tbp_lv_L") }
    static var outsideLightness: FeatureExpression { .column("tbp_lv_Lext") }
    static var minorAxis: FeatureExpression { .column("tbp_lv_minorAxisMM") }
    static var neviConfidence: FeatureExpression { .column("tbp_lv_nevi_confidence") }
    static var border: FeatureExpression { .column("tbp_lv_norm_border") }
    static var colour: FeatureExpression { .column("tbp_lv_norm_color") }
    static var perimeter: FeatureExpression { .column("tbp_lv_perimeterMM") }
    static var radialColour: FeatureExpression { .column("tbp_lv_radial_color_std_max") }
    static var lightnessDeviation: FeatureExpression { .column("tbp_lv_stdL") }
    static var outsideLightnessDeviation: FeatureExpression { .column("tbp_lv_stdLExt") }
    static var asymmetry: FeatureExpression { .column("tbp_lv_symm_2axis") }
    static var x: FeatureExpression { .column("tbp_lv_x") }
    static var y: FeatureExpression { .column("tbp_lv_y") }
    static var z: FeatureExpression { .column("tbp_lv_z") }
}
