import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// The size and the shape of a lesion, in the units of its row.
struct Outline {
    let longDiameter: Double
    let minorAxis: Double
    let area: Double
    let perimeter: Double
    let eccentricity: Double
    let asymmetry: Double
    let normBorder: Double
    /// The size as a standard normal deviate of benign lesions.
    let size: Double

    /// Areas are whole numbers of pixels of 1/7.3 mm: 53.29 to the square millimetre, at least 23 to a lesion.
    static let pixelsPerMillimetre = 7.3

    init(
        _ traits: Patient.Traits,
        isMalignant: Bool,
        _ conspicuousness: Double,
        _ generator: inout SeededGenerator
    ) {
        longDiameter = Self.longDiameter(traits, isMalignant: isMalignant, &generator)
        size = min(max(log(max(longDiameter - 1.9, 0.1) / 1.47) / 0.72, -2.5), 3)
        let (eccentricity, minorAxis) = Self.minorAxis(of: longDiameter, &generator)
        self.eccentricity = eccentricity
        self.minorAxis = minorAxis

        let ellipse = Double.pi / 4 * minorAxis * longDiameter
        let squarePixels = Self.pixelsPerMillimetre * Self.pixelsPerMillimetre
        let drawnArea = ellipse * generator.uniform(in: 0.86...1.2)
        area = max((min(drawnArea, 334) * squarePixels).rounded(), 23) / squarePixels

        // Ragged lesions are asymmetric lesions: correlation 0.67, from the variance of norm_border.
        let raggedness = generator.normal()
        let boundary = 0.95 * raggedness + 0.3 * (eccentricity - 0.74) / 0.15 + 0.25 * conspicuousness
        let drawnRatio = 10.75 + exp(1.87 + 0.575 * boundary)
        let symmetry = 0.67 * raggedness + 0.742 * generator.normal() + 0.08 * conspicuousness
        asymmetry = min(max(0.287 * exp(0.42 * symmetry), 0.052), 0.977)
        // No outline is shorter than that of the ellipse.
        let ratio = min(max(drawnRatio, 0.95 * Self.ellipseRatio(minorAxis / longDiameter)), 87)
        perimeter = max((ratio * area).squareRoot(), 2.58)
        normBorder = min(max(-2.20908 + 0.176036 * (perimeter * perimeter / area) + 7.54649 * asymmetry, 0.589), 10)
    }

    /// Malignant sizes are a wide mixture: both tails of the benign sizes hold far more of them than the middle does.
    private static func longDiameter(
        _ traits: Patient.Traits,
        isMalignant: Bool,
        _ generator: inout SeededGenerator
    ) -> Double {
        let own = generator.normal()
        let isTiny = generator.chance(isMalignant ? 0.24 : 0.012)
        let deviate = 0.4 * traits.lesionSize + 0.917 * own
        let drawn =
            if isTiny {
                isMalignant ? 1.65 * exp(0.2 * own) : generator.uniform(in: 1...2.1)
            } else if isMalignant {
                6 * exp(0.47 * deviate)
            } else {
                1.9 + 1.49 * exp(0.74 * deviate)
            }
        // The largest real lesions, malignant and all, have areas of 141 and 334 mm^2.
        return (min(max(drawn, 1), isMalignant ? 16 : 28.4) * 100).rounded() / 100
    }

    private static func minorAxis(
        of longDiameter: Double,
        _ generator: inout SeededGenerator
    ) -> (eccentricity: Double, minorAxis: Double) {
        // Kumaraswamy's distribution, fitted to the quartiles 0.656, 0.768 and 0.853.
        let flattening = pow(1 - pow(1 - generator.uniform(), 1 / 2.05), 1 / 4.6)
        let eccentricity = min(max(flattening, 0.028), 0.974)
        let seen = min(max(eccentricity + generator.uniform(in: -0.04...0.02), 0), 0.98)
        let drawn = longDiameter * (1 - seen * seen).squareRoot()
        // The minor axes of the smallest lesions are whole pixels.
        let isSmall = longDiameter < 2
        let minorAxis = isSmall ? (drawn * pixelsPerMillimetre).rounded() / pixelsPerMillimetre : drawn
        return (eccentricity, min(max(minorAxis, 2 / pixelsPerMillimetre), longDiameter))
    }

    /// `perimeter^2 / area` of an ellipse whose axes have the ratio `flatness` (Ramanujan's approximation).
    private static func ellipseRatio(_ flatness: Double) -> Double {
        let perimeter = Double.pi * (3 * (1 + flatness) - ((3 + flatness) * (1 + 3 * flatness)).squareRoot())
        return perimeter * perimeter / (Double.pi * flatness)
    }
}
