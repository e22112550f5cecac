import Randomness

/// The diagnosis and what comes with it.
struct Pathology {
    let diagnosis: Diagnosis
    let lesionIdentifier: String?
    let thickness: Double?
    let mitoticIndex: String?

    private static let benignWeights = Diagnosis.benign.map(\.count)
    private static let malignantWeights = Diagnosis.malignant.map(\.count)

    /// - Parameter number: `isic_id`, whose digits become those of `lesion_id`, turned around so that they differ.
    init(isMalignant: Bool, number: String, _ generator: inout SeededGenerator) {
        diagnosis =
            isMalignant
            ? Diagnosis.malignant[generator.index(weights: Self.malignantWeights)]
            : Diagnosis.benign[generator.index(weights: Self.benignWeights)]
        let hasIdentifier = diagnosis.levels.count > 1 || generator.chance(Diagnosis.shareOfPlainBenignWithIdentifier)
        lesionIdentifier = hasIdentifier ? "IL_" + String(number.suffix(7).reversed()) : nil
        let isInvasive = diagnosis.isInvasiveMelanoma
        thickness =
            isInvasive
            ? Diagnosis.thicknesses[generator.index(weights: Diagnosis.thicknesses.map(\.weight))].value : nil
        mitoticIndex =
            isInvasive
            ? Diagnosis.mitoticIndices[generator.index(weights: Diagnosis.mitoticIndices.map(\.weight))].value : nil
    }
}
