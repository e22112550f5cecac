import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// How a lesion's colour differs from the skin around it.
struct Contrast {
    let lesion: LabColour
    let deltaLB: Double
    let deltaLBNormalised: Double
    /// The darkness of the lesion as a standard normal deviate.
    let darkness: Double
    /// How much darker than the skin the lesion would be if nothing set a limit.
    let gap: Double

    /// How much darker than the skin a lesion is at least, and at most.
    private static let gaps = 1.6...38.7

    init(
        _ traits: Patient.Traits,
        _ skin: Skin,
        _ outline: Outline,
        _ conspicuousness: Double,
        _ generator: inout SeededGenerator
    ) {
        // On light skin lesions stand out more: correlation of L outside and deltaL -0.48. Larger ones are darker.
        let ownDarkness = 0.6 * traits.lesionDarkness + 0.3 * outline.size + 0.742 * generator.normal()
        darkness = 0.48 * skin.lightness + 0.877 * ownDarkness
        gap = min(
            Self.gaps.lowerBound + exp(1.87 + 0.472 * darkness + 0.06 * conspicuousness),
            Self.gaps.upperBound
        )
        let deltaL = max(-gap, 4.3 - skin.colour.lightness)
        let redness = 0.55 * traits.lesionRedness + 0.35 * ownDarkness - 0.2 * skin.redness + 0.73 * generator.normal()
        let vascular = generator.chance(0.02) ? 8 * generator.uniform() : 0
        let deltaA = -1 + 5.6 * exp(0.371 * redness) + vascular - 0.1 * conspicuousness
        let yellowness =
            0.6 * traits.lesionYellowness - 0.2 * ownDarkness + 0.42 * redness + 0.2 * skin.yellowness
            + 0.64 * generator.normal()
        let deltaB = 1.37 + 2.15 * (yellowness - 0.12 * (yellowness * yellowness - 1)) - 2.45 * conspicuousness
        lesion = LabColour(
            lightness: skin.colour.lightness + deltaL,
            a: max(skin.colour.a + deltaA, -2.4),
            b: max(skin.colour.b + deltaB, -0.7)
        )
        let (lightnessGap, yellowGap) = (lesion.lightness - skin.colour.lightness, lesion.b - skin.colour.b)
        deltaLB =
            (lightnessGap * lightnessGap + yellowGap * yellowGap).squareRoot() + generator.uniform(in: 0.08...0.54)
        // Fitted on three real rows: the same difference weighs more on dark skin.
        deltaLBNormalised = max(
            deltaLB * 10.5 * pow(skin.colour.lightness, -0.66) * exp(0.04 * generator.normal()),
            3.002
        )
    }
}
