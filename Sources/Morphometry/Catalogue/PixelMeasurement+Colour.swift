import Foundation

extension PixelMeasurement {
    private static let labUnit = "CIELAB"

    static let colours: [PixelMeasurement] = [
        lesion("L", labUnit, .colour, like: "tbp_lv_L", "mean L* inside the lesion") { $0.colour.inside.mean.x },
        lesion("A", labUnit, .colour, like: "tbp_lv_A", "mean a* inside the lesion") { $0.colour.inside.mean.y },
        lesion("B", labUnit, .colour, like: "tbp_lv_B", "mean b* inside the lesion") { $0.colour.inside.mean.z },
        lesion("C", labUnit, .colour, like: "tbp_lv_C", "sqrt(px_A^2 + px_B^2)") { $0.colour.inside.mean.chroma },
        lesion("H", "°", .colour, like: "tbp_lv_H", "atan2(px_B, px_A)") { hue($0.colour.inside.mean) },
        lesion("Lext", labUnit, .colour, like: "tbp_lv_Lext", "mean L* of the skin 0.3 to 2.5 mm from the lesion") {
            $0.colour.outside.mean.x
        },
        lesion("Aext", labUnit, .colour, like: "tbp_lv_Aext", "mean a* of the skin 0.3 to 2.5 mm from the lesion") {
            $0.colour.outside.mean.y
        },
        lesion("Bext", labUnit, .colour, like: "tbp_lv_Bext", "mean b* of the skin 0.3 to 2.5 mm from the lesion") {
            $0.colour.outside.mean.z
        },
        lesion("Cext", labUnit, .colour, like: "tbp_lv_Cext", "sqrt(px_Aext^2 + px_Bext^2)") {
            $0.colour.outside.mean.chroma
        },
        lesion("Hext", "°", .colour, like: "tbp_lv_Hext", "atan2(px_Bext, px_Aext)") {
            hue($0.colour.outside.mean)
        },
        lesion("deltaL", labUnit, .colour, like: "tbp_lv_deltaL", "px_L - px_Lext") { difference($0).x },
        lesion("deltaA", labUnit, .colour, like: "tbp_lv_deltaA", "px_A - px_Aext") { difference($0).y },
        lesion("deltaB", labUnit, .colour, like: "tbp_lv_deltaB", "px_B - px_Bext") { difference($0).z },
        lesion("deltaH", "°", .colour, "px_H - px_Hext") {
            hue($0.colour.inside.mean) - hue($0.colour.outside.mean)
        },
        lesion(
            "deltaLB",
            labUnit,
            .colour,
            like: "tbp_lv_deltaLB",
            "sqrt(px_deltaL^2 + px_deltaB^2)"
        ) { (difference($0).x * difference($0).x + difference($0).z * difference($0).z).squareRoot() },
        lesion("deltaE", labUnit, .colour, "sqrt(px_deltaL^2 + px_deltaA^2 + px_deltaB^2)") {
            let change = difference($0)
            return (change.x * change.x + change.y * change.y + change.z * change.z).squareRoot()
        },
        lesion(
            "contrast_to_noise",
            noUnit,
            .colour,
            like: "tbp_lv_deltaLBnorm",
            "mean colour distance of the lesion from the skin / spread of the skin"
        ) { $0.contrastToNoise },
    ]

    static let colourPatterns: [PixelMeasurement] = [
        lesion("stdL", labUnit, .colour, like: "tbp_lv_stdL", "sd of L* inside the lesion") {
            $0.colour.inside.spread.x
        },
        lesion("stdA", labUnit, .colour, "sd of a* inside the lesion") { $0.colour.inside.spread.y },
        lesion("stdB", labUnit, .colour, "sd of b* inside the lesion") { $0.colour.inside.spread.z },
        lesion("stdLExt", labUnit, .colour, like: "tbp_lv_stdLExt", "sd of L* of the skin 0.3 to 2.5 mm away") {
            $0.colour.outside.spread.x
        },
        lesion(
            "color_std_mean",
            labUnit,
            .colour,
            like: "tbp_lv_color_std_mean",
            "mean over four rings of the root of the summed variances of L*, a* and b*"
        ) { lesion in
            let scatters = ringScatters(lesion)
            return scatters.reduce(0, +) / Double(scatters.count)
        },
        lesion(
            "radial_color_std_max",
            labUnit,
            .colour,
            like: "tbp_lv_radial_color_std_max",
            "largest over four rings of the root of the summed variances of L*, a* and b*"
        ) { ringScatters($0).max() ?? .nan },
        lesion("radial_L", labUnit, .colour, "mean L* of the outermost of four rings - that of the innermost") {
            radial($0).x
        },
        lesion("radial_A", labUnit, .colour, "mean a* of the outermost of four rings - that of the innermost") {
            radial($0).y
        },
        lesion("radial_B", labUnit, .colour, "mean b* of the outermost of four rings - that of the innermost") {
            radial($0).z
        },
        lesion("darkest_L", labUnit, .colour, "5 % quantile of L* inside the lesion - px_Lext") {
            $0.colour.low.x - $0.colour.outside.mean.x
        },
        lesion("lightest_L", labUnit, .colour, "95 % quantile of L* inside the lesion - px_Lext") {
            $0.colour.high.x - $0.colour.outside.mean.x
        },
        lesion("reddest_A", labUnit, .colour, "95 % quantile of a* inside the lesion - px_Aext") {
            $0.colour.high.y - $0.colour.outside.mean.y
        },
        lesion("bluest_B", labUnit, .colour, "5 % quantile of b* inside the lesion - px_Bext") {
            $0.colour.low.z - $0.colour.outside.mean.z
        },
        lesion("dark_share", noUnit, .colour, "share of the lesion with L* more than 20 below px_Lext") {
            $0.colour.darkShare
        },
        lesion("red_share", noUnit, .colour, "share of the lesion with a* more than 8 above px_Aext") {
            $0.colour.redShare
        },
        lesion("blue_share", noUnit, .colour, "share of the lesion with b* more than 8 below px_Bext") {
            $0.colour.blueShare
        },
        lesion("white_share", noUnit, .colour, "share of the lesion with L* more than 6 above px_Lext") {
            $0.colour.whiteShare
        },
        lesion(
            "color_count",
            "colours",
            .colour,
            "how many of white, red, light brown, dark brown, blue-grey and black are nearest to 5 % of the lesion or more"
        ) { $0.colour.colourCount },
        lesion("color_entropy", "bits", .colour, "entropy of the lesion's colours in cells of 8 CIELAB units") {
            $0.colour.entropy
        },
        lesion("texture", labUnit, .colour, "mean |L* - smoothed L*| inside the lesion") { $0.colour.texture },
    ]

    private static func hue(_ colour: SIMD4<Double>) -> Double { atan2(colour.z, colour.y) * 180 / .pi }

    private static func difference(_ lesion: CropMeasures.Lesion) -> SIMD4<Double> {
        lesion.colour.inside.mean - lesion.colour.outside.mean
    }

    private static func ringScatters(_ lesion: CropMeasures.Lesion) -> [Double] {
        lesion.colour.rings.filter { $0.count > 1 }.map(\.scatter)
    }

    private static func radial(_ lesion: CropMeasures.Lesion) -> SIMD4<Double> {
        lesion.colour.rings[3].mean - lesion.colour.rings[0].mean
    }
}
