import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// The skin around a lesion.
struct Skin {
    let colour: LabColour
    /// The spread of L.
    let unevenness: Double
    /// How light, red and yellow the skin is, as standard normal deviates.
    let lightness: Double
    let redness: Double
    let yellowness: Double

    init(
        _ traits: Patient.Traits,
        _ location: RealWorld.Location,
        isMalignant: Bool,
        _ conspicuousness: Double,
        _ generator: inout SeededGenerator
    ) {
        lightness = 0.85 * traits.skinLightness + 0.527 * generator.normal()
        redness = -0.2 * lightness + 0.98 * (0.82 * traits.skinRedness + 0.572 * generator.normal())
        // Redness and yellowness rise together: correlation 0.37, from the spread of the hue angle.
        let ownYellowness = 0.85 * traits.skinYellowness + 0.527 * generator.normal()
        yellowness = 0.4 * redness + 0.25 * lightness + 0.9 * ownYellowness
        // The sun has reddened head and neck. Around malignant lesions colours scatter more.
        let isExposed = location.site == "head/neck"
        let (redScatter, yellowScatter) = (generator.normal(), generator.normal())
        let scatter = isMalignant ? 1.9 : 0
        colour = LabColour(
            lightness: min(max(51.2 + 12.1 * lightness, 17.7), 98.5),
            a: 14.85 + 3.48 * redness + (isExposed ? 2.2 : 0) + 2.2 * conspicuousness + scatter * redScatter,
            b: max(
                26.93 + 4.45 * yellowness - (isExposed ? 0.6 : 0) - 1.85 * conspicuousness + scatter * yellowScatter,
                9.3
            )
        )
        let texture = 0.24 * (0.7 * traits.skinTexture + 0.714 * generator.normal())
        let isCoarse = generator.chance(isMalignant ? 0.08 : 0.02)
        let coarseness = generator.uniform()
        unevenness = min(
            max(2.14 * exp(texture + (isCoarse ? 1.3 * coarseness : 0) + 0.16 * conspicuousness), 0.636),
            25
        )
    }
}
