import Foundation

/// Logistic regression of soft targets on one variable, by Newton's method.
struct LogisticFit {
    /// The logit at 0.
    private(set) var intercept: Double
    /// The change of the logit for each unit of the variable; never below ``minimalSlope``.
    private(set) var slope: Double

    /// The least slope, in logits per standard deviation of a standardised variable: nearly flat, and still increasing.
    static let minimalSlope = 1e-3

    /// Fits `targets` (between 0 and 1) on a standardised `variable`, with a slope of at least ``minimalSlope``.
    ///
    /// The likelihood is concave: where its summit lies below the least slope, the best allowed fit has the least slope.
    init(variable: [Double], targets: [Double]) {
        let mean = targets.reduce(0, +) / Double(targets.count)
        intercept = log(mean / (1 - mean))
        slope = 0
        climb(variable, targets, slopeIsFixed: false)
        if slope < Self.minimalSlope {
            slope = Self.minimalSlope
            climb(variable, targets, slopeIsFixed: true)
        }
    }

    private mutating func climb(_ variable: [Double], _ targets: [Double], slopeIsFixed: Bool) {
        var likelihood = self.likelihood(variable, targets)
        for _ in 0..<100 {
            let (interceptStep, slopeStep) = newtonStep(variable, targets, slopeIsFixed: slopeIsFixed)
            let start = self
            // A full step may overshoot far from the summit. Close to it the likelihood changes by rounding only.
            let floor = likelihood - 1e-12 * abs(likelihood)
            var share = 1.0
            repeat {
                intercept = start.intercept + share * interceptStep
                slope = start.slope + share * slopeStep
                share /= 2
            } while self.likelihood(variable, targets) < floor && share > 1e-10
            likelihood = self.likelihood(variable, targets)
            if abs(interceptStep) <= 1e-11 * (1 + abs(intercept)) && abs(slopeStep) <= 1e-11 * (1 + abs(slope)) {
                return
            }
        }
    }

    private func newtonStep(
        _ variable: [Double],
        _ targets: [Double],
        slopeIsFixed: Bool
    ) -> (intercept: Double, slope: Double) {
        var gradient = (0.0, 0.0)
        var curvature = (0.0, 0.0, 0.0)
        for (value, target) in zip(variable, targets) {
            let probability = sigmoid(intercept + slope * value)
            let residual = target - probability
            let weight = probability * (1 - probability)
            gradient.0 += residual
            gradient.1 += residual * value
            curvature.0 += weight
            curvature.1 += weight * value
            curvature.2 += weight * value * value
        }
        if slopeIsFixed { return (gradient.0 / curvature.0, 0) }
        let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
        return (
            (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
            (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
        )
    }

    private func likelihood(_ variable: [Double], _ targets: [Double]) -> Double {
        var sum = 0.0
        for (value, target) in zip(variable, targets) {
            let logit = intercept + slope * value
            sum += target * logit - max(logit, 0) - log1p(exp(-abs(logit)))
        }
        return sum
    }
}

/// Returns 1 / (1 + exp(-`logit`)), accurate for very negative logits.
func sigmoid(_ logit: Double) -> Double {
    if logit >= 0 { return 1 / (1 + exp(-logit)) }
    let odds = exp(logit)
    return odds / (1 + odds)
}
