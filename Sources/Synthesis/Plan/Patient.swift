import Randomness

/// One synthetic patient: what all of the patient's lesions share.
struct Patient: Sendable {
    /// `patient_id`.
    var identifier = ""
    /// How many lesions the patient has; those before `malignantCount` are the malignant ones.
    var lesionCount = 1
    var malignantCount = 0
    var isTest = false

    let hospital: RealWorld.Hospital
    let tileType: RealWorld.Category
    let sex: String?
    /// In years, a multiple of five.
    let age: Double?

    /// How this patient differs from the average one, in standard deviations of the patients' means.
    let traits: Traits

    /// Standard normal deviates, but for `hairiness`.
    struct Traits: Sendable {
        let skinLightness: Double
        let skinRedness: Double
        let skinYellowness: Double
        let lesionSize: Double
        let lesionDarkness: Double
        let lesionRedness: Double
        let lesionYellowness: Double
        let lesionVariation: Double
        let nevi: Double
        let height: Double
        let skinTexture: Double
        /// 0 to 1.
        let hairiness: Double
        let hairLightness: Double
    }

    init(generator: inout SeededGenerator) {
        hospital =
            RealWorld.hospitals[
                generator.index(weights: RealWorld.hospitals.map { $0.category.benign + $0.category.malignant })
            ]
        tileType =
            RealWorld.tileTypes[
                generator.index(weights: RealWorld.tileTypes.map { $0.benign + $0.malignant })
            ]
        sex = RealWorld.sexes[generator.index(weights: RealWorld.sexes.map(\.weight))].name
        let years = generator.normal(mean: 57.9, standardDeviation: 14.2)
        let rounded = min(max((years / 5).rounded() * 5, 5), 85)
        age = generator.chance(RealWorld.shareOfMissingAge) ? nil : rounded
        traits = Traits(
            skinLightness: generator.normal(),
            skinRedness: generator.normal(),
            skinYellowness: generator.normal(),
            lesionSize: generator.normal(),
            lesionDarkness: generator.normal(),
            lesionRedness: generator.normal(),
            lesionYellowness: generator.normal(),
            lesionVariation: generator.normal(),
            nevi: generator.normal(),
            height: generator.normal(),
            skinTexture: generator.normal(),
            hairiness: generator.uniform() * (sex == "female" ? 0.35 : 1),
            hairLightness: generator.uniform()
        )
    }

    /// How likely a malignant lesion is on this patient, relative to others with as many lesions.
    var riskByCategory: Double {
        // Tilting the ages by exp(0.018 age) moves their mean from 58 to the 61 of patients with malignant lesions.
        let ageRisk = ((age ?? 58) - 58) * 0.018
        return hospital.category.relativeRisk * tileType.relativeRisk * exponential(ageRisk)
    }
}
