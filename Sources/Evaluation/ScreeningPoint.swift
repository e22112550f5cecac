/// What flagging lesions at an operating point means for a population with another share of malignant lesions.
///
/// Sensitivity and specificity are taken from the operating point and assumed to hold there; everything else follows by
/// Bayes' rule from the prevalence.
public struct ScreeningPoint: Sendable, Equatable, Codable {
    /// The lowest flagged score.
    public let threshold: Double
    /// The share of malignant lesions that are flagged.
    public let sensitivity: Double
    /// The share of benign lesions that are not flagged.
    public let specificity: Double
    /// The share of malignant lesions in the population.
    public let prevalence: Double

    /// Re-weights an operating point to `prevalence`; nil means the share it was measured at.
    ///
    /// - Throws: ``EvaluationError`` where `prevalence` does not lie between 0 and 1.
    public init(_ point: OperatingPoint, prevalence: Double? = nil) throws(EvaluationError) {
        let own = Double(point.positives) / Double(point.positives + point.negatives)
        let prevalence = prevalence ?? own
        guard prevalence > 0, prevalence < 1 else {
            throw EvaluationError(.setting(name: "prevalence", expected: "between 0 and 1", found: "\(prevalence)"))
        }
        threshold = point.threshold
        sensitivity = point.sensitivity
        specificity = point.specificity
        self.prevalence = prevalence
    }

    /// The share of all lesions that are flagged.
    public var flagged: Double { sensitivity * prevalence + (1 - specificity) * (1 - prevalence) }

    /// The flagged lesions among 1,000.
    public var flagsPerThousand: Double { 1000 * flagged }

    /// The share of flagged lesions that are malignant (PPV); NaN where nothing is flagged.
    public var positivePredictiveValue: Double { sensitivity * prevalence / flagged }

    /// The share of lesions that are not flagged and benign (NPV) among those not flagged; NaN where all are flagged.
    public var negativePredictiveValue: Double { specificity * (1 - prevalence) / (1 - flagged) }

    /// The lesions that must be examined to find one malignant one, 1 / PPV.
    public var numberNeededToExamine: Double { 1 / positivePredictiveValue }

    /// How many times more likely a flag is in malignant than in benign lesions (LR+).
    public var positiveLikelihoodRatio: Double { sensitivity / (1 - specificity) }

    /// How many times more likely no flag is in malignant than in benign lesions (LR-).
    public var negativeLikelihoodRatio: Double { (1 - sensitivity) / specificity }
}
