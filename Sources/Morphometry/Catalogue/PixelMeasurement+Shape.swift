import Foundation

extension PixelMeasurement {
    static let sizes: [PixelMeasurement] = [
        lesion("area_mm2", "mm²", .diameter, like: "tbp_lv_areaMM2", "area of the lesion") { $0.shape.area },
        lesion(
            "long_diameter_mm",
            "mm",
            .diameter,
            like: "clin_size_long_diam_mm",
            "largest extent of the lesion over directions of 5 degrees"
        ) { $0.shape.longDiameter },
        lesion("short_diameter_mm", "mm", .diameter, "extent of the lesion across px_long_diameter_mm") {
            $0.shape.shortDiameter
        },
        lesion("major_axis_mm", "mm", .diameter, "4 sqrt(larger eigenvalue of the second moments)") {
            $0.shape.majorAxis
        },
        lesion(
            "minor_axis_mm",
            "mm",
            .diameter,
            like: "tbp_lv_minorAxisMM",
            "4 sqrt(smaller eigenvalue of the second moments)"
        ) { $0.shape.minorAxis },
        lesion(
            "perimeter_mm",
            "mm",
            .diameter,
            like: "tbp_lv_perimeterMM",
            "length of the outline (Cauchy-Crofton, four directions)"
        ) { $0.shape.perimeter },
        lesion("diameter_over_6mm", noUnit, .diameter, "1 where px_long_diameter_mm > 6, else 0") {
            $0.shape.longDiameter > 6 ? 1 : 0
        },
    ]

    static let asymmetries: [PixelMeasurement] = [
        lesion(
            "shape_asymmetry_major",
            noUnit,
            .asymmetry,
            "share of the lesion whose mirror image about the major axis lies outside it"
        ) { $0.asymmetry.shapeAboutMajor },
        lesion(
            "shape_asymmetry_minor",
            noUnit,
            .asymmetry,
            "share of the lesion whose mirror image about the minor axis lies outside it"
        ) { $0.asymmetry.shapeAboutMinor },
        lesion(
            "shape_asymmetry",
            noUnit,
            .asymmetry,
            like: "tbp_lv_symm_2axis",
            "px_shape_asymmetry_major + px_shape_asymmetry_minor"
        ) { $0.asymmetry.shapeAboutMajor + $0.asymmetry.shapeAboutMinor },
        lesion(
            "colour_asymmetry_major",
            "CIELAB",
            .asymmetry,
            "mean CIELAB distance of pixels from their mirror images about the major axis"
        ) { $0.asymmetry.colourAboutMajor },
        lesion(
            "colour_asymmetry_minor",
            "CIELAB",
            .asymmetry,
            "mean CIELAB distance of pixels from their mirror images about the minor axis"
        ) { $0.asymmetry.colourAboutMinor },
        lesion(
            "axis_angle",
            "°",
            .asymmetry,
            like: "tbp_lv_symm_2axis_angle",
            "direction of the major axis, 0 to 180, clockwise from the image's rows"
        ) { $0.shape.angle },
        lesion(
            "eccentricity",
            noUnit,
            .asymmetry,
            like: "tbp_lv_eccentricity",
            "sqrt(1 - (px_minor_axis_mm / px_major_axis_mm)^2)"
        ) { $0.shape.eccentricity },
    ]

    static let borders: [PixelMeasurement] = [
        lesion(
            "perimeter2_area",
            noUnit,
            .border,
            like: "tbp_lv_area_perim_ratio",
            "px_perimeter_mm^2 / px_area_mm2"
        ) { $0.shape.perimeter * $0.shape.perimeter / $0.shape.area },
        lesion("compactness", noUnit, .border, "4 pi px_area_mm2 / px_perimeter_mm^2") {
            4 * .pi * $0.shape.area / ($0.shape.perimeter * $0.shape.perimeter)
        },
        lesion("solidity", noUnit, .border, "area of the lesion / area of its convex hull") { $0.shape.solidity },
        lesion(
            "border_sharpness",
            "CIELAB/mm",
            .border,
            "slope of the colour distance from the skin across the border, 0.45 mm to both sides; mean of 8 sectors"
        ) { $0.border.sharpness },
        lesion(
            "border_sharpness_sd",
            "CIELAB/mm",
            .border,
            "standard deviation of px_border_sharpness over the 8 sectors"
        ) { $0.border.sharpnessSpread },
        lesion(
            "sharp_sectors",
            "sectors",
            .border,
            "sectors of 8 that are at least half as sharp as the sharpest (border score of the ABCD rule)"
        ) { $0.border.sharpSectors },
    ]
}
