import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// Draws lesions whose numbers follow the real cohort: marginals, identities, correlations and class means.
///
/// Most columns are a fixed transform of a standard normal deviate that has a part shared by the patient's lesions and a
/// part of its own. A malignant lesion is moved away from its patient's habit by a common factor, its `conspicuousness`:
/// one in five hardly differs from its neighbours, most differ in several columns at once. The moves are the differences
/// of the real class means; the transforms are fitted to the real quartiles. How much of each spread lies between
/// patients is not published: those shares are our assumption.
struct LesionSampler {
    let seed: UInt64

    private static let stream: UInt64 = 10
    private static let benignLocations = RealWorld.locations.map(\.category.benign)
    private static let malignantLocations = RealWorld.locations.map(\.category.malignant)

    func lesion(_ index: Int, of patient: Patient, patientIndex: Int, identifier: String) -> Lesion {
        var generator = SeededGenerator(seed: seed, keys: Self.stream, UInt64(patientIndex), UInt64(index))
        let isMalignant = index < patient.malignantCount
        let conspicuousness = isMalignant ? Self.conspicuousness(&generator) : 0
        let location = RealWorld.locations[
            generator.index(weights: isMalignant ? Self.malignantLocations : Self.benignLocations)
        ]

        let skin = Skin(patient.traits, location, isMalignant: isMalignant, conspicuousness, &generator)
        let outline = Outline(patient.traits, isMalignant: isMalignant, conspicuousness, &generator)
        let contrast = Contrast(patient.traits, skin, outline, conspicuousness, &generator)
        let variation = Variation(patient.traits, outline, contrast, conspicuousness, &generator)

        let nevus = 0.6 * patient.traits.nevi + 0.25 * contrast.darkness + 0.76 * generator.normal()
        let neviLogit = -1.78 + 6 * nevus - 4.3 * conspicuousness
        let pathology = Pathology(isMalignant: isMalignant, number: identifier, &generator)
        let height = 1 + 0.05 * patient.traits.height
        func coordinate(_ centre: Double, _ spread: Double, _ range: ClosedRange<Double>) -> Double {
            min(max(generator.normal(mean: centre, standardDeviation: spread), range.lowerBound), range.upperBound)
        }
        return Lesion(
            identifier: identifier,
            isMalignant: isMalignant,
            location: location,
            diagnosis: pathology.diagnosis,
            lesionIdentifier: pathology.lesionIdentifier,
            melanomaThickness: pathology.thickness,
            mitoticIndex: pathology.mitoticIndex,
            skin: skin.colour,
            colour: contrast.lesion,
            longDiameter: outline.longDiameter,
            minorAxis: outline.minorAxis,
            area: outline.area,
            perimeter: outline.perimeter,
            eccentricity: outline.eccentricity,
            asymmetry: outline.asymmetry,
            asymmetryAngle: 5 * generator.integer(below: 36),
            normBorder: outline.normBorder,
            colourDeviation: variation.colour,
            radialColourDeviation: variation.radial,
            lightnessDeviation: variation.lightness,
            skinLightnessDeviation: skin.unevenness,
            deltaLB: contrast.deltaLB,
            deltaLBNormalised: contrast.deltaLBNormalised,
            neviConfidence: 100 * Self.logistic(neviLogit),
            lesionConfidence: Self.lesionConfidence(isMalignant: isMalignant, &generator),
            position: (
                coordinate(location.position.x, location.spread.x, -625...615),
                coordinate(location.position.y * height, location.spread.y, -1_052...1_888),
                coordinate(location.position.z, location.spread.z, -292...319)
            )
        )
    }

    /// Mean about 1: one in five close to 0, the others around 1.2.
    private static func conspicuousness(_ generator: inout SeededGenerator) -> Double {
        let isHidden = generator.chance(0.2)
        let factor = generator.normal(mean: 1.22, standardDeviation: 0.5)
        return isHidden ? 0.2 * generator.uniform() : max(0, factor)
    }

    /// Real values pile up at 100; a malignant lesion is less often taken for a lesion.
    private static func lesionConfidence(isMalignant: Bool, _ generator: inout SeededGenerator) -> Double {
        let deviate = generator.normal()
        let spread = deviate < 0 ? -5.6 * pow(-deviate, 0.7) : 7.2 * deviate
        return 100 * logistic((isMalignant ? 5.2 : 9.83) + spread)
    }

    static func logistic(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
}
