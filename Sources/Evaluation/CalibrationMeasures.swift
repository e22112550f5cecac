import Foundation

/// How well probabilities agree with what happened.
///
/// Slope and intercept are those of a logistic regression of the outcome on the logit of the probability (Cox, 1958; Van
/// Calster et al., BMC Medicine 17, 2019): a slope below 1 says that the probabilities are too extreme.
public struct CalibrationMeasures: Sendable, Equatable, Codable {
    /// The slope; 1 is right.
    public let slope: Double
    /// The intercept of the same regression.
    public let intercept: Double
    /// Calibration in the large: the intercept with the slope held at 1. 0 is right, above 0 the probabilities are too low.
    public let calibrationInTheLarge: Double
    /// The mean squared difference between probability and outcome.
    public let brier: Double
    /// 1 - Brier / (Brier of the prevalence): 0 for knowing the prevalence only, 1 for perfect.
    public let scaledBrier: Double
    /// The mean probability.
    public let meanProbability: Double
    /// The share of malignant lesions.
    public let prevalence: Double

    /// Measures probabilities (the scores of `labelled`, between 0 and 1).
    ///
    /// - Throws: ``EvaluationError`` where a probability lies outside 0 to 1.
    public init(_ labelled: LabelledScores) throws(EvaluationError) {
        if let row = labelled.scores.firstIndex(where: { $0 < 0 || $0 > 1 }) {
            throw EvaluationError(
                .setting(name: "probability", expected: "between 0 and 1", found: "\(labelled.scores[row])")
            )
        }
        let count = Double(labelled.scores.count)
        let outcomes = labelled.labels.map { $0 ? 1.0 : 0 }
        prevalence = Double(labelled.positives) / count
        meanProbability = labelled.scores.reduce(0, +) / count
        brier = zip(labelled.scores, outcomes).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / count
        scaledBrier = 1 - brier / (prevalence * (1 - prevalence))
        // A probability of 0 or 1 has no logit: it counts as the closest one that has.
        let logits = labelled.scores.map { score in
            let kept = min(max(score, 1e-15), 1 - 1e-15)
            return log(kept) - log1p(-kept)
        }
        (intercept, slope) = Self.regression(outcomes, on: logits, freeSlope: true)
        calibrationInTheLarge = Self.regression(outcomes, on: logits, freeSlope: false).intercept
    }

    /// Newton's method for outcome = sigmoid(intercept + slope × logit), halving steps that overshoot.
    private static func regression(
        _ outcomes: [Double],
        on logits: [Double],
        freeSlope: Bool
    ) -> (intercept: Double, slope: Double) {
        func likelihood(_ intercept: Double, _ slope: Double) -> Double {
            zip(logits, outcomes).reduce(0) { sum, row in
                let logit = intercept + slope * row.0
                return sum + row.1 * logit - max(logit, 0) - log1p(exp(-abs(logit)))
            }
        }
        var (intercept, slope) = (0.0, 1.0)
        var best = likelihood(intercept, slope)
        for _ in 0..<100 {
            var gradient = (0.0, 0.0)
            var curvature = (0.0, 0.0, 0.0)
            for (logit, outcome) in zip(logits, outcomes) {
                let probability = sigmoid(intercept + slope * logit)
                let weight = probability * (1 - probability)
                gradient.0 += outcome - probability
                gradient.1 += (outcome - probability) * logit
                curvature.0 += weight
                curvature.1 += weight * logit
                curvature.2 += weight * logit * logit
            }
            let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
            // Probabilities that are all the same have no slope of their own.
            let canTilt = freeSlope && determinant > 1e-12 * curvature.0 * curvature.2
            let step =
                canTilt
                ? (
                    (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
                    (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
                ) : (gradient.0 / curvature.0, 0)
            guard step.0.isFinite, step.1.isFinite else { break }
            var share = 1.0
            while share > 1e-10,
                likelihood(intercept + share * step.0, slope + share * step.1) < best - 1e-12 * abs(best)
            {
                share /= 2
            }
            intercept += share * step.0
            slope += share * step.1
            best = likelihood(intercept, slope)
            if abs(step.0) <= 1e-12 * (1 + abs(intercept)), abs(step.1) <= 1e-12 * (1 + abs(slope)) { break }
        }
        return (intercept, slope)
    }
}

/// One group of a reliability curve: lesions with similar probabilities.
public struct ReliabilityBin: Sendable, Equatable {
    /// The mean probability.
    public let meanProbability: Double
    /// The malignant lesions.
    public let malignant: Int
    /// All lesions.
    public let lesions: Int
    /// The share of malignant lesions with Wilson's interval.
    public let observed: Double
    /// The interval of the share.
    public let interval: Interval

    /// Groups probabilities so that each group holds about as many malignant lesions, the lowest first. With one malignant
    /// lesion in a thousand, groups of equal size would all but one be empty of them.
    public static func bins(_ labelled: LabelledScores, count: Int = 10) -> [ReliabilityBin] {
        let order = labelled.scores.indices.sorted { labelled.scores[$0] > labelled.scores[$1] }
        let perBin = max(1, (labelled.positives + count - 1) / count)
        var bins: [ReliabilityBin] = []
        var (sum, malignant, lesions) = (0.0, 0, 0)
        for (place, row) in order.enumerated() {
            sum += labelled.scores[row]
            lesions += 1
            if labelled.labels[row] { malignant += 1 }
            let isLast = place == order.count - 1
            // Equal probabilities stay together, and what is left at the end joins the last group that has enough.
            let isTied = !isLast && labelled.scores[order[place + 1]] == labelled.scores[row]
            if isLast || (malignant >= perBin && !isTied && bins.count < count - 1) {
                bins.append(
                    ReliabilityBin(
                        meanProbability: sum / Double(lesions),
                        malignant: malignant,
                        lesions: lesions,
                        observed: Double(malignant) / Double(lesions),
                        interval: Interval(wilson: malignant, of: lesions)
                    )
                )
                (sum, malignant, lesions) = (0, 0, 0)
            }
        }
        return bins.reversed()
    }
}
