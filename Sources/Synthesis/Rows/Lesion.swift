#if canImport(Glibc)
    import Glibc
#endif

/// One synthetic lesion: the values of its row, and what only its crop shows.
///
/// Colours are CIELAB (D65) of the lesion and of the skin around it (`...Ext`); lengths are millimetres.
struct Lesion: Sendable {
    let identifier: String
    let isMalignant: Bool
    let location: RealWorld.Location
    let diagnosis: Diagnosis
    let lesionIdentifier: String?
    let melanomaThickness: Double?
    let mitoticIndex: String?

    let skin: LabColour
    let colour: LabColour
    let longDiameter: Double
    let minorAxis: Double
    let area: Double
    let perimeter: Double
    let eccentricity: Double
    let asymmetry: Double
    /// Degrees, a multiple of five.
    let asymmetryAngle: Int
    let normBorder: Double
    let colourDeviation: Double
    let radialColourDeviation: Double
    let lightnessDeviation: Double
    let skinLightnessDeviation: Double
    let deltaLB: Double
    let deltaLBNormalised: Double
    let neviConfidence: Double
    let lesionConfidence: Double
    let position: (x: Double, y: Double, z: Double)

    /// `perimeter^2 / area`.
    var areaPerimeterRatio: Double { perimeter * perimeter / area }

    /// Fitted on three real rows: residual below 1e-6.
    var normColour: Double { min(10, 1.469290 * colourDeviation + 1.528119 * radialColourDeviation) }
}

/// A colour in CIELAB.
struct LabColour: Sendable, Equatable {
    var lightness: Double
    var a: Double
    var b: Double

    /// C, the distance from grey.
    var chroma: Double { (a * a + b * b).squareRoot() }

    /// H, the angle of the hue in degrees.
    var hue: Double { atan2(b, a) * 180 / .pi }
}
