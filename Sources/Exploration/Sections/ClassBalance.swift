/// How rare malignant lesions are.
public struct ClassBalance: Sendable {
    /// All lesions.
    public let lesions: Int
    /// Malignant lesions.
    public let malignant: Int
    /// The share of malignant lesions.
    public let prevalence: Estimate
    /// The weights that make both classes count alike: lesions / (2 × lesions of the class), as scikit-learn's "balanced".
    public let balancedWeights: (benign: Double, malignant: Double)

    /// Lesions for each malignant one.
    public var oneIn: Double { Double(lesions) / Double(malignant) }
    /// The accuracy of calling every lesion benign.
    public var accuracyOfNothing: Double { Double(lesions - malignant) / Double(lesions) }

    init(_ cohort: PreparedCohort) {
        lesions = cohort.count
        malignant = cohort.malignantCount
        prevalence = Estimate(share: malignant, of: lesions)
        balancedWeights = (
            Double(lesions) / (2 * Double(lesions - malignant)), Double(lesions) / (2 * Double(malignant))
        )
    }
}
