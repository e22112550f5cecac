/// The receiver operating characteristic: how many malignant and benign lesions are flagged at every threshold.
///
/// Built by one sort. Equal scores are one step, and all counts are whole numbers, so nothing is lost to rounding before
/// the last division.
public struct ROCCurve: Sendable, Equatable {
    /// The lesions with a score of at least `threshold`.
    public struct Point: Sendable, Equatable {
        /// The lowest flagged score.
        public let threshold: Double
        /// The flagged malignant lesions.
        public let truePositives: Int
        /// The flagged benign lesions.
        public let falsePositives: Int
    }

    /// The points from the highest score to the lowest, one for each distinct score. The origin is not among them.
    public let points: [Point]

    /// The number of malignant lesions.
    public let positives: Int

    /// The number of benign lesions.
    public let negatives: Int

    /// Ranks the lesions, in time proportional to their number.
    public init(_ labelled: LabelledScores) {
        var malignant: [Double] = []
        var benign: [Double] = []
        malignant.reserveCapacity(labelled.positives)
        benign.reserveCapacity(labelled.negatives)
        for (label, score) in zip(labelled.labels, labelled.scores) {
            if label { malignant.append(score) } else { benign.append(score) }
        }
        // Plain numbers sort faster than pairs; the two sorted lists are then merged.
        malignant = sortedDescending(malignant)
        benign = sortedDescending(benign)

        var points: [Point] = []
        points.reserveCapacity(labelled.scores.count)
        var truePositives = 0
        var falsePositives = 0
        while truePositives < malignant.count || falsePositives < benign.count {
            let threshold = max(
                truePositives < malignant.count ? malignant[truePositives] : -.infinity,
                falsePositives < benign.count ? benign[falsePositives] : -.infinity
            )
            while truePositives < malignant.count, malignant[truePositives] == threshold { truePositives += 1 }
            while falsePositives < benign.count, benign[falsePositives] == threshold { falsePositives += 1 }
            points.append(Point(threshold: threshold, truePositives: truePositives, falsePositives: falsePositives))
        }
        self.points = points
        positives = labelled.positives
        negatives = labelled.negatives
    }

    /// The area under the curve, 0 to 1: the chance that a malignant lesion ranks above a benign one, ties counting half.
    public var area: Double {
        partialArea(aboveTPR: 0)
    }

    /// The area between the curve and the right edge, above a true positive rate: the competition's metric at 0.80.
    ///
    /// It is the integral of (1 - FPR) over TPR from `rate` to 1, each step of equal scores being one straight segment, and
    /// ranges from 0 to 1 - `rate`. Equal to Kaggle's `isic-pauc-abovetpr` and, with classes and scores flipped, to the
    /// un-scaled partial area below a maximal false positive rate. Random scores give (1 - `rate`)² / 2, 0.02 at 0.80.
    ///
    /// - Parameter rate: the least true positive rate, from 0 up to but not including 1.
    public func partialArea(aboveTPR rate: Double) -> Double {
        precondition(rate >= 0 && rate < 1, "a rate lies in [0, 1)")
        let start = rate * Double(positives)
        // Twice the area in units of one malignant by one benign lesion: whole segments add up as whole numbers.
        var whole = 0
        var cut = 0.0
        var previous = Point(threshold: .infinity, truePositives: 0, falsePositives: 0)
        for point in points {
            let risen = point.truePositives - previous.truePositives
            if risen > 0, Double(point.truePositives) > start {
                if Double(previous.truePositives) >= start {
                    whole += risen * (2 * negatives - previous.falsePositives - point.falsePositives)
                } else {
                    let share = (Double(point.truePositives) - start) / Double(risen)
                    let run = Double(point.falsePositives - previous.falsePositives)
                    let falsePositivesAtStart = Double(point.falsePositives) - share * run
                    cut =
                        share * Double(risen)
                        * (2 * Double(negatives) - falsePositivesAtStart - Double(point.falsePositives))
                }
            }
            previous = point
        }
        return (Double(whole) + cut) / (2 * Double(positives) * Double(negatives))
    }

    /// The average precision: precision at each step, weighted by the malignant lesions found there (as scikit-learn).
    public var averagePrecision: Double {
        var sum = 0.0
        var found = 0
        for point in points where point.truePositives > found {
            let precision = Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
            sum += Double(point.truePositives - found) * precision
            found = point.truePositives
        }
        return sum / Double(positives)
    }
}

/// Returns the area under the ROC curve, 0 to 1.
public func auc(_ labelled: LabelledScores) -> Double {
    ROCCurve(labelled).area
}

/// Returns the area of the ROC above a true positive rate, the competition's metric: see ``ROCCurve/partialArea(aboveTPR:)``.
public func partialAUC(_ labelled: LabelledScores, aboveTPR rate: Double = 0.8) -> Double {
    ROCCurve(labelled).partialArea(aboveTPR: rate)
}

/// Returns the average precision, 0 to 1.
public func averagePrecision(_ labelled: LabelledScores) -> Double {
    ROCCurve(labelled).averagePrecision
}
