/// The rows of `train-metadata.csv` (55 columns) and `test-metadata.csv` (44 columns), in the real order.
enum CohortCSV {
    static let imageType = "TBP tile: close-up"

    /// The columns after `target`, which both files have.
    private static let sharedColumns = [
        "patient_id", "age_approx", "sex", "anatom_site_general", "clin_size_long_diam_mm", "image_type",
        "tbp_tile_type", "tbp_lv_A", "tbp_lv_Aext", "tbp_lv_B", "tbp_lv_Bext", "tbp_lv_C", "tbp_lv_Cext", "tbp_lv_H",
        "tbp_lv_Hext", "tbp_lv_L", "tbp_lv_Lext", "tbp_lv_areaMM2", "tbp_lv_area_perim_ratio", "tbp_lv_color_std_mean",
        "tbp_lv_deltaA", "tbp_lv_deltaB", "tbp_lv_deltaL", "tbp_lv_deltaLB", "tbp_lv_deltaLBnorm",
        "tbp_lv_eccentricity", "tbp_lv_location", "tbp_lv_location_simple", "tbp_lv_minorAxisMM",
        "tbp_lv_nevi_confidence", "tbp_lv_norm_border", "tbp_lv_norm_color", "tbp_lv_perimeterMM",
        "tbp_lv_radial_color_std_max", "tbp_lv_stdL", "tbp_lv_stdLExt", "tbp_lv_symm_2axis", "tbp_lv_symm_2axis_angle",
        "tbp_lv_x", "tbp_lv_y", "tbp_lv_z", "attribution", "copyright_license",
    ]

    static let trainColumns =
        ["isic_id", "target"] + sharedColumns + [
            "lesion_id", "iddx_full", "iddx_1", "iddx_2", "iddx_3", "iddx_4", "iddx_5", "mel_mitotic_index",
            "mel_thick_mm", "tbp_lv_dnn_lesion_confidence",
        ]

    static let testColumns = ["isic_id"] + sharedColumns

    /// One line of the training file, with its line feed.
    static func trainRow(_ lesion: Lesion, of patient: Patient) -> String {
        var row = RowWriter(lesion.identifier)
        row.append(lesion.isMalignant ? 1 : 0)
        appendShared(lesion, of: patient, to: &row)
        row.append(lesion.lesionIdentifier)
        row.append(lesion.diagnosis.full)
        for level in 0..<5 {
            row.append(level < lesion.diagnosis.levels.count ? lesion.diagnosis.levels[level] : nil)
        }
        row.append(lesion.mitoticIndex)
        row.append(lesion.melanomaThickness)
        row.append(lesion.lesionConfidence)
        return row.line
    }

    /// One line of the test file, with its line feed.
    static func testRow(_ lesion: Lesion, of patient: Patient) -> String {
        var row = RowWriter(lesion.identifier)
        appendShared(lesion, of: patient, to: &row)
        return row.line
    }

    private static func appendShared(_ lesion: Lesion, of patient: Patient, to row: inout RowWriter) {
        let (inside, outside) = (lesion.colour, lesion.skin)
        row.append(patient.identifier)
        row.append(patient.age)
        row.append(patient.sex)
        row.append(lesion.location.site)
        row.append(lesion.longDiameter)
        row.append(imageType)
        row.append(patient.tileType.name)
        for number in [
            inside.a, outside.a, inside.b, outside.b, inside.chroma, outside.chroma, inside.hue, outside.hue,
            inside.lightness, outside.lightness, lesion.area, lesion.areaPerimeterRatio, lesion.colourDeviation,
            inside.a - outside.a, inside.b - outside.b, inside.lightness - outside.lightness, lesion.deltaLB,
            lesion.deltaLBNormalised, lesion.eccentricity,
        ] { row.append(number) }
        row.append(lesion.location.category.name)
        row.append(lesion.location.simple)
        for number in [
            lesion.minorAxis, lesion.neviConfidence, lesion.normBorder, lesion.normColour, lesion.perimeter,
            lesion.radialColourDeviation, lesion.lightnessDeviation, lesion.skinLightnessDeviation, lesion.asymmetry,
        ] { row.append(number) }
        row.append(lesion.asymmetryAngle)
        for number in [lesion.position.x, lesion.position.y, lesion.position.z] { row.append(number) }
        row.append(patient.hospital.category.name)
        row.append(patient.hospital.license)
    }
}

/// Puts the cells of one line together (RFC 4180): a missing cell is empty, a text with a comma is quoted.
private struct RowWriter {
    private var text: String

    init(_ first: String) {
        text = first
        text.reserveCapacity(1_024)
    }

    var line: String { text + "\n" }

    mutating func append(_ cell: String?) {
        text += ","
        guard let cell else { return }
        if cell.utf8.contains(UInt8(ascii: ",")) { text += "\"\(cell)\"" } else { text += cell }
    }

    mutating func append(_ number: Double?) {
        text += ","
        if let number { text += number.description }
    }

    mutating func append(_ number: Int) {
        text += ","
        text += String(number)
    }
}
