extension RankingSteps {
    /// Eight replicates side by side. Counts stay whole numbers below 2^53, so they are exact.
    typealias Lanes = SIMD8<Double>

    /// The metrics of eight replicates at once. Lanes without a malignant or without a benign lesion hold NaN.
    struct WeightedMetrics {
        var partialAUC: Lanes
        var auc: Lanes
        var averagePrecision: Lanes
    }

    /// Measures the ranking when each unit counts `weights[unit]` times.
    ///
    /// The formulas are those of ``ROCCurve``, with weighted counts.
    func metrics(weights: UnsafeBufferPointer<Lanes>, aboveTPR rate: Double) -> WeightedMetrics {
        entries.withUnsafeBufferPointer { entries in
            func sum(_ range: Range<Int>) -> Lanes {
                var sum = Lanes.zero
                for index in range {
                    let entry = entries[index]
                    sum += weights[Int(entry.unit)] * Double(entry.count)
                }
                return sum
            }

            var positives = Lanes.zero
            for step in steps { positives += sum(step.positives) }
            let start = rate * positives

            // Areas as twice the number of flagged malignant lesions above flagged benign ones, to be subtracted from the
            // whole; this way the number of benign lesions need not be known beforehand.
            var truePositives = Lanes.zero
            var falsePositives = Lanes.zero
            var misranked = Lanes.zero
            var misrankedAboveStart = Lanes.zero
            var precision = Lanes.zero
            for step in steps {
                falsePositives += sum(step.above)
                let risen = sum(step.positives)
                let tied = sum(step.tied)
                misranked += risen * (2 * falsePositives + tied)

                // The share of this step's malignant lesions that lie above the start of the partial area.
                let end = truePositives + risen
                let left = pointwiseMax(truePositives, start)
                let length = pointwiseMax(end - left, .zero)
                let share = (length / risen).replacing(with: 0, where: risen .== 0)
                misrankedAboveStart += length * (2 * falsePositives + (2 - share) * tied)

                truePositives = end
                let flagged = end + falsePositives + tied
                precision += (risen * end / flagged).replacing(with: 0, where: risen .== 0)
                falsePositives += tied
            }
            let negatives = falsePositives + sum(below)
            let pairs = 2 * positives * negatives
            let defined = (positives .> 0) .& (negatives .> 0)
            let nowhere = Lanes(repeating: .nan)
            let partial = (2 * (positives - start) * negatives - misrankedAboveStart) / pairs
            return WeightedMetrics(
                partialAUC: nowhere.replacing(with: partial, where: defined),
                auc: nowhere.replacing(with: 1 - misranked / pairs, where: defined),
                averagePrecision: nowhere.replacing(with: precision / positives, where: defined)
            )
        }
    }
}
