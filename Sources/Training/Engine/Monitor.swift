import Evaluation

/// What early stopping watches on the inner part of the training folds.
public enum Monitor: String, Codable, Sendable {
    /// The area of the ROC above 80 % sensitivity.
    case partialAUC
    /// The area of the whole ROC.
    case auc

    /// With fewer than 100 malignant lesions the partial AUC is noise; then the whole AUC decides.
    init(malignant: Int) {
        self = malignant < 100 ? .auc : .partialAUC
    }

    /// The value on one set of scores.
    ///
    /// - Throws: `EvaluationError` where a score is not a finite number or a class is absent.
    func value(labels: [Int], scores: [Double]) throws -> Double {
        let scores = try LabelledScores(labels: labels, scores: scores)
        switch self {
        case .partialAUC: return ROCCurve(scores).partialArea(aboveTPR: 0.8)
        case .auc: return ROCCurve(scores).area
        }
    }
}
