public import Cohorts
import Foundation
public import Tables

/// The columns by which a run's report groups lesions; a run keeps them so that its report needs no cohort.
public enum SubgroupColumns {
    static let sex = "sex"
    static let age = "age_approx"
    static let site = "anatom_site_general"
    static let tileType = "tbp_tile_type"
    static let diameter = "clin_size_long_diam_mm"
    /// The individual typology angle of the skin around the lesion, in degrees.
    static let skinTone = "skin_tone_ita"

    /// The lesions' identifiers and whichever of the columns the cohort has.
    ///
    /// - Throws: `TableError` where columns cannot be put together.
    public static func table(_ cohort: Cohort) throws -> Table {
        var table = Table(rowCount: cohort.count)
        try table.append(ISICSchema.identifier, .text(TextColumn(cohort.ids)))
        for name in [sex, age, site, ISICSchema.hospital, tileType, diameter] {
            if let column = cohort.table[name] { try table.append(name, column) }
        }
        if let lightness = try? cohort.table.doubles("tbp_lv_Lext"), let blue = try? cohort.table.doubles("tbp_lv_Bext")
        {
            try table.append(skinTone, .double(zip(lightness, blue).map { SkinTone.angle(lightness: $0, b: $1) }))
        }
        return table
    }
}

/// A proxy for skin tone, measured on the skin around a lesion.
///
/// The individual typology angle is arctan((L* - 50) / b*) in degrees; its classes are those of Chardon and others
/// (International Journal of Cosmetic Science 13, 1991) and Del Bino and others (2006). Light, camera and processing change
/// it; it is neither Fitzpatrick's skin type nor a person's ethnicity.
public enum SkinTone {
    /// The classes, from light to dark.
    static let classes = ["very light", "light", "intermediate", "tan", "brown", "dark"]
    /// The angles that each class but the last lies above.
    private static let above = [55.0, 41, 28, 10, -30]

    /// The angle in degrees; NaN where a number is missing.
    public static func angle(lightness: Double, b: Double) -> Double {
        guard lightness.isFinite, b.isFinite else { return .nan }
        return atan2(lightness - 50, b) * 180 / .pi
    }

    /// The position of the class of an angle; -1 where it is missing.
    static func level(_ angle: Double) -> Int32 {
        angle.isNaN ? -1 : Int32(above.firstIndex { angle > $0 } ?? above.count)
    }
}
