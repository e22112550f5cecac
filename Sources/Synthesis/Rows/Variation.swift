import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// How much the colour varies inside a lesion.
struct Variation {
    let colour: Double
    let radial: Double
    let lightness: Double

    init(
        _ traits: Patient.Traits,
        _ outline: Outline,
        _ contrast: Contrast,
        _ conspicuousness: Double,
        _ generator: inout SeededGenerator
    ) {
        let own = 0.45 * traits.lesionVariation + 0.61 * generator.normal()
        let deviate = 0.4 * outline.size + 0.4 * contrast.darkness + own
        // In 4.5 % of the rows, mostly of small lesions, the three columns are zero.
        let isPlain = generator.chance(outline.longDiameter < 3.4 ? 0.08 : 0.01)
        let radialDeviate = 0.86 * deviate + 0.51 * generator.normal()
        colour = isPlain ? 0 : min(0.94 * exp(0.6 * deviate + 0.2 * conspicuousness), 9.95)
        radial = isPlain ? 0 : min(0.91 * exp(0.58 * radialDeviate + 0.2 * conspicuousness), 11.49)
        // The spread of L follows the contrast: correlation -0.92 with deltaL.
        lightness = min(max(0.09 * pow(contrast.gap, 1.53) * exp(0.2 * generator.normal()), 0.268), 17.56)
    }
}
