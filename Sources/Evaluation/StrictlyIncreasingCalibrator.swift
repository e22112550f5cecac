import Foundation

/// Turns scores into probabilities without changing their order (Platt, 1999, with a slope that is always positive).
///
/// A logistic regression of the labels on out-of-fold scores. Fitted on rows with the natural share of malignant lesions it
/// undoes, all at once, what balanced batches, class weights and under-sampling did to the scores. For a population with
/// another share use ``adapted(toPrevalence:)``.
///
/// The slope is positive, so the order of scores is kept, and with it the metrics that depend on order only. What Double
/// cannot hold is lost: two scores whose logits differ by less than a rounding step share a probability, and above a logit
/// of 36.7 every probability is 1. Rank by ``logit(_:)`` where that matters. Very small probabilities stay apart down to a
/// logit of -745.
public struct StrictlyIncreasingCalibrator: Sendable, Codable, Equatable {
    /// The mean of the scores it was fitted on.
    private let center: Double
    /// Their standard deviation.
    private let scale: Double
    /// Logits per standard deviation; positive.
    private let slope: Double
    /// The logit at the mean score.
    private let intercept: Double

    /// The share of malignant lesions among the rows it was fitted on, or that it was adapted to.
    public let prevalence: Double

    /// Whether higher scores did not mean more malignant lesions, so that the slope had to be made positive.
    public var isUninformative: Bool { slope <= LogisticFit.minimalSlope }

    /// Fits a calibrator on out-of-fold scores: any real numbers, such as logits or a booster's raw scores.
    ///
    /// Targets are smoothed as Platt does, (n₁ + 1) / (n₁ + 2) and 1 / (n₀ + 2), so that separable scores have a finite
    /// slope.
    ///
    /// - Throws: ``EvaluationError`` where every score is the same.
    public static func fit(
        _ labelled: LabelledScores,
        names: InputNames = InputNames()
    ) throws(EvaluationError) -> StrictlyIncreasingCalibrator {
        // Measured in units of the largest score, so that no square leaves the range of Double.
        let unit = labelled.scores.reduce(0) { max($0, abs($1)) }
        let count = Double(labelled.scores.count)
        let mean = unit > 0 ? labelled.scores.reduce(0) { $0 + $1 / unit } / count : 0
        let squares = unit > 0 ? labelled.scores.reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) } : 0
        let center = mean * unit
        let scale = (squares / count).squareRoot() * unit
        guard let first = labelled.scores.first, labelled.scores.contains(where: { $0 != first }), scale > 0 else {
            throw EvaluationError(.constantScores, names: names)
        }

        let positives = Double(labelled.positives)
        let negatives = Double(labelled.negatives)
        let fit = LogisticFit(
            variable: labelled.scores.map { ($0 - center) / scale },
            targets: labelled.labels.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
        )
        return StrictlyIncreasingCalibrator(
            center: center,
            scale: scale,
            slope: fit.slope,
            intercept: fit.intercept,
            prevalence: positives / count
        )
    }

    /// Fits a calibrator on out-of-fold scores and labels (0 benign, 1 malignant).
    ///
    /// - Throws: ``EvaluationError`` for wrong labels or scores, a single class, and where every score is the same.
    public static func fit(
        scores: [Double],
        labels: [Int],
        names: InputNames = InputNames()
    ) throws(EvaluationError) -> StrictlyIncreasingCalibrator {
        try fit(LabelledScores(labels: labels, scores: scores, names: names), names: names)
    }

    /// Returns the probability that a lesion with this score is malignant.
    public func callAsFunction(_ score: Double) -> Double {
        sigmoid(logit(score))
    }

    /// Returns the logit of the probability: linear in the score.
    public func logit(_ score: Double) -> Double {
        intercept + slope * ((score - center) / scale)
    }

    /// Returns the calibrator for a population with another share of malignant lesions, otherwise alike.
    ///
    /// Bayes' rule moves every logit by the difference of the logits of the two shares (Saerens et al., 2002).
    ///
    /// - Throws: ``EvaluationError`` where `prevalence` does not lie between 0 and 1.
    public func adapted(toPrevalence prevalence: Double) throws(EvaluationError) -> StrictlyIncreasingCalibrator {
        guard prevalence > 0, prevalence < 1 else {
            throw EvaluationError(.setting(name: "prevalence", expected: "between 0 and 1", found: "\(prevalence)"))
        }
        func logit(_ share: Double) -> Double { log(share) - log1p(-share) }
        return StrictlyIncreasingCalibrator(
            center: center,
            scale: scale,
            slope: slope,
            intercept: intercept + logit(prevalence) - logit(self.prevalence),
            prevalence: prevalence
        )
    }

    /// Returns for every row the probability by a calibrator that was fitted on the other folds' rows.
    ///
    /// For judging calibration honestly. Each fold has its own map, so compare ranks within a fold only.
    ///
    /// - Throws: ``EvaluationError`` where the columns differ in length, with fewer than two folds, and where the rows of the
    ///   other folds hold a single class or a single score.
    public static func crossFitted(
        _ labelled: LabelledScores,
        folds: [Int],
        names: InputNames = InputNames()
    ) throws(EvaluationError) -> [Double] {
        guard folds.count == labelled.scores.count else {
            throw EvaluationError(
                .countMismatch(column: names.fold, expected: labelled.scores.count, found: folds.count),
                names: names
            )
        }
        let distinct = Set(folds)
        guard distinct.count > 1 else {
            throw EvaluationError(.setting(name: names.fold, expected: "at least 2 folds", found: "\(distinct.count)"))
        }
        var probabilities = labelled.scores
        for fold in distinct.sorted() {
            let others = folds.indices.filter { folds[$0] != fold }
            let calibrator = try fit(
                scores: others.map { labelled.scores[$0] },
                labels: others.map { labelled.labels[$0] ? 1 : 0 },
                names: names
            )
            for row in folds.indices where folds[row] == fold { probabilities[row] = calibrator(labelled.scores[row]) }
        }
        return probabilities
    }
}
