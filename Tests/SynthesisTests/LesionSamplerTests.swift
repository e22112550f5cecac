import Foundation
import TestSupport
import Testing

@testable import Synthesis

@Suite("The numbers of a lesion")
struct LesionSamplerTests {
    private let sample = Drawn.large

    /// Class means of the real cohort: column, value, benign mean, malignant mean, tolerance.
    private struct ClassMean: Sendable {
        let column: String
        let value: @Sendable (Lesion) -> Double
        let benign: Double
        let malignant: Double
        let tolerance: Double
    }

    private static let classMeans = [
        ClassMean(column: "H", value: { $0.colour.hue }, benign: 54.66, malignant: 46.74, tolerance: 1.8),
        ClassMean(column: "Hext", value: { $0.skin.hue }, benign: 61.00, malignant: 55.12, tolerance: 1.5),
        ClassMean(
            column: "deltaB",
            value: { $0.colour.b - $0.skin.b },
            benign: 1.371,
            malignant: -1.113,
            tolerance: 0.4
        ),
        ClassMean(column: "A", value: { $0.colour.a }, benign: 19.97, malignant: 22.50, tolerance: 0.8),
        ClassMean(column: "Aext", value: { $0.skin.a }, benign: 14.92, malignant: 17.53, tolerance: 0.8),
        ClassMean(column: "B", value: { $0.colour.b }, benign: 28.29, malignant: 23.84, tolerance: 1),
        ClassMean(column: "Bext", value: { $0.skin.b }, benign: 26.91, malignant: 24.95, tolerance: 1),
        ClassMean(column: "areaMM2", value: { $0.area }, benign: 8.526, malignant: 22.49, tolerance: 3),
        ClassMean(column: "perimeterMM", value: { $0.perimeter }, benign: 11.87, malignant: 18.72, tolerance: 2),
        ClassMean(column: "minorAxisMM", value: { $0.minorAxis }, benign: 2.539, malignant: 3.879, tolerance: 0.4),
        ClassMean(column: "diameter", value: { $0.longDiameter }, benign: 3.929, malignant: 5.750, tolerance: 0.5),
        ClassMean(column: "color_std", value: { $0.colourDeviation }, benign: 1.070, malignant: 1.662, tolerance: 0.2),
        ClassMean(
            column: "radial",
            value: { $0.radialColourDeviation },
            benign: 1.016,
            malignant: 1.613,
            tolerance: 0.2
        ),
        ClassMean(column: "norm_color", value: { $0.normColour }, benign: 3.090, malignant: 4.545, tolerance: 0.5),
        ClassMean(column: "norm_border", value: { $0.normBorder }, benign: 3.451, malignant: 3.823, tolerance: 0.3),
        ClassMean(column: "stdL", value: { $0.lightnessDeviation }, benign: 2.715, malignant: 3.418, tolerance: 0.5),
        ClassMean(
            column: "stdLExt",
            value: { $0.skinLightnessDeviation },
            benign: 2.238,
            malignant: 2.758,
            tolerance: 0.25
        ),
        ClassMean(column: "deltaLB", value: { $0.deltaLB }, benign: 9.454, malignant: 10.81, tolerance: 0.7),
        ClassMean(column: "nevi", value: { $0.neviConfidence }, benign: 38.54, malignant: 20.85, tolerance: 5),
        ClassMean(column: "symm", value: { $0.asymmetry }, benign: 0.3068, malignant: 0.3171, tolerance: 0.03),
        ClassMean(column: "ecc", value: { $0.eccentricity }, benign: 0.7413, malignant: 0.7169, tolerance: 0.04),
        ClassMean(
            column: "dnn_confidence",
            value: { $0.lesionConfidence },
            benign: 97.18,
            malignant: 81.43,
            tolerance: 4
        ),
    ]

    @Test("Class means are the real ones, within a band")
    func classMeans() {
        for expected in Self.classMeans {
            let benign = sample.mean(malignant: false, expected.value)
            let malignant = sample.mean(malignant: true, expected.value)
            #expect(abs(benign - expected.benign) < expected.tolerance, "\(expected.column), benign: \(benign)")
            #expect(
                abs(malignant - expected.malignant) < 1.5 * expected.tolerance,
                "\(expected.column), malignant: \(malignant)"
            )
        }
    }

    @Test("Identities hold for every row")
    func identities() {
        for (lesion, _) in sample.lesions {
            let pixels = lesion.area * 53.29
            #expect(abs(pixels - pixels.rounded()) < 1e-6 && pixels > 22.9)
            #expect(lesion.asymmetryAngle % 5 == 0 && (0...175).contains(lesion.asymmetryAngle))
            #expect(
                lesion.normColour
                    == min(10, 1.469290 * lesion.colourDeviation + 1.528119 * lesion.radialColourDeviation)
            )
            let border = -2.20908 + 0.176036 * lesion.areaPerimeterRatio + 7.54649 * lesion.asymmetry
            #expect(abs(lesion.normBorder - min(max(border, 0.589), 10)) < 1e-9)
            let contrast = hypot(lesion.colour.lightness - lesion.skin.lightness, lesion.colour.b - lesion.skin.b)
            #expect((0.08...0.54 + 1e-9).contains(lesion.deltaLB - contrast))
            #expect((lesion.colourDeviation == 0) == (lesion.radialColourDeviation == 0))
            #expect(lesion.minorAxis <= lesion.longDiameter && lesion.minorAxis > 0.27)
        }
    }

    @Test("Values stay within the real extremes")
    func extremes() {
        func check(_ value: (Lesion) -> Double, _ range: ClosedRange<Double>, _ name: String) {
            let values = sample.values(value)
            #expect(values.allSatisfy(range.contains), "\(name): \(values.min() ?? 0) to \(values.max() ?? 0)")
        }
        check({ $0.longDiameter }, 1...28.4, "diameter")
        check({ $0.skin.lightness }, 17.7...98.6, "Lext")
        check({ $0.colour.lightness }, 4.2...98.6, "L")
        check({ $0.eccentricity }, 0.027...0.975, "eccentricity")
        check({ $0.asymmetry }, 0.052...0.978, "asymmetry")
        check({ $0.skinLightnessDeviation }, 0.636...25.6, "stdLExt")
        check({ $0.neviConfidence }, 0...100, "nevi_confidence")
        check({ $0.position.y }, -1_053...1_888, "y")
    }

    @Test("In about 4.5 % of the rows colour does not vary at all")
    func plainRows() {
        let share = sample.mean(malignant: false) { $0.colourDeviation == 0 ? 1 : 0 }
        #expect((0.035...0.055).contains(share), "\(share)")
    }

    @Test("Malignant lesions gather in both tails of size")
    func tails() {
        let sizes = sample.lesions.filter { !$0.lesion.isMalignant }.map(\.lesion.longDiameter).sorted()
        let (low, high) = (sizes[sizes.count / 100], sizes[sizes.count * 99 / 100])
        #expect(sample.mean(malignant: true) { $0.longDiameter <= low ? 1 : 0 } > 0.1)
        #expect(sample.mean(malignant: true) { $0.longDiameter >= high ? 1 : 0 } > 0.05)
    }

    @Test("Patients have habits: their own mean colour explains a good part of the spread")
    func habits() {
        let benign = sample.lesions.filter { !$0.lesion.isMalignant }
        let byPatient = Dictionary(grouping: benign, by: \.patient).mapValues { group in
            group.reduce(0) { $0 + $1.lesion.skin.a } / Double(group.count)
        }
        let mean = benign.reduce(0) { $0 + $1.lesion.skin.a } / Double(benign.count)
        let total = benign.reduce(0) { $0 + pow($1.lesion.skin.a - mean, 2) }
        let within = benign.reduce(0) { $0 + pow($1.lesion.skin.a - (byPatient[$1.patient] ?? 0), 2) }
        #expect((0.15...0.6).contains(within / total), "\(within / total)")
    }

    @Test("The site is missing exactly where the location is unknown; malignant lesions always have one")
    func sites() {
        for (lesion, _) in sample.lesions {
            #expect((lesion.location.site == nil) == (lesion.location.simple == "Unknown"))
            if lesion.isMalignant { #expect(lesion.location.site != nil) }
        }
    }

    @Test("Train-only columns agree with the label")
    func leaks() {
        for (lesion, _) in sample.lesions {
            #expect((lesion.diagnosis.levels[0] == "Malignant") == lesion.isMalignant)
            if lesion.isMalignant || lesion.diagnosis.levels.count > 1 { #expect(lesion.lesionIdentifier != nil) }
            #expect((lesion.melanomaThickness != nil) == lesion.diagnosis.isInvasiveMelanoma)
        }
        let identified = sample.mean(malignant: false) { $0.lesionIdentifier == nil ? 0 : 1 }
        #expect((0.045...0.065).contains(identified))
        #expect(
            Set(sample.lesions.compactMap(\.lesion.lesionIdentifier)).count
                == sample.lesions.count { $0.lesion.lesionIdentifier != nil }
        )
    }

    @Test("Places have the real shares")
    func places() {
        let head = sample.mean(malignant: true) { $0.location.site == "head/neck" ? 1 : 0 }
        #expect(abs(head - 78.0 / 393) < 0.03, "\(head)")
        let back = sample.mean(malignant: false) { $0.location.site == "posterior torso" ? 1 : 0 }
        #expect(abs(back - 121_799.0 / 400_666) < 0.01, "\(back)")
    }
}
