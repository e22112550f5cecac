/// How rare malignant lesions are.
public struct ClassBalance: Sendable {
    /// All lesions.
    public let lesions: Int
    /// Malignant lesions.
    public let malignant: Int
    /// The share of malignant lesions.
    public let prevalence: Estimate

    /// Lesions for each malignant one.
    public var oneIn: Double { Double(lesions) / Double(malignant) }
    /// Benign lesions for each malignant one.
    public var benignPerMalignant: Double { Double(lesions - malignant) / Double(malignant) }
    /// The accuracy of calling every lesion benign.
    public var accuracyOfNothing: Double { Double(lesions - malignant) / Double(lesions) }

    init(_ cohort: PreparedCohort) {
        lesions = cohort.count
        malignant = cohort.malignantCount
        prevalence = Estimate(share: malignant, of: lesions)
    }
}
