public import Evaluation

/// Whether the stack's probabilities can be taken at their word, and what acting on them gains.
public struct ProbabilityFindings: Sendable {
    /// Slope, intercept and Brier score.
    public let calibration: CalibrationMeasures
    /// Groups of lesions with similar probabilities, the lowest first.
    public let bins: [ReliabilityBin]
    /// Net benefit over screening thresholds.
    public let decisions: DecisionCurve

    init(_ material: RunMaterial) throws {
        let labelled = try LabelledScores(labels: material.labels, scores: material.probabilities)
        calibration = try CalibrationMeasures(labelled)
        bins = ReliabilityBin.bins(labelled, count: 10)
        // Screening thresholds, and higher ones where malignant lesions are more common than in screening.
        let prevalence = Double(labelled.positives) / Double(labelled.labels.count)
        let further = [0.07, 0.1, 0.14, 0.2, 0.28, 0.4]
        decisions = DecisionCurve(
            labelled,
            thresholds: DecisionCurve.screeningThresholds + (prevalence > 0.01 ? further : [])
        )
    }
}
