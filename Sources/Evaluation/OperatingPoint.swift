/// What flagging every lesion with at least a certain score would do.
public struct OperatingPoint: Sendable, Equatable {
    /// The lowest flagged score; infinite where nothing is flagged.
    public let threshold: Double
    /// The flagged malignant lesions.
    public let truePositives: Int
    /// The flagged benign lesions.
    public let falsePositives: Int
    /// All malignant lesions.
    public let positives: Int
    /// All benign lesions.
    public let negatives: Int

    /// The share of malignant lesions that are flagged (true positive rate, recall).
    public var sensitivity: Double { Double(truePositives) / Double(positives) }

    /// The share of benign lesions that are not flagged (true negative rate).
    public var specificity: Double { Double(negatives - falsePositives) / Double(negatives) }

    /// The share of flagged lesions that are malignant; nil where nothing is flagged.
    public var precision: Double? {
        let flagged = truePositives + falsePositives
        return flagged > 0 ? Double(truePositives) / Double(flagged) : nil
    }

    /// The share of lesions on the right side. With one malignant lesion in a thousand it says next to nothing.
    public var accuracy: Double {
        Double(truePositives + negatives - falsePositives) / Double(positives + negatives)
    }
}

extension ROCCurve {
    /// Returns what happens where every score of at least `threshold` is flagged.
    public func operatingPoint(threshold: Double) -> OperatingPoint {
        // The points stand in falling order: find how many reach the threshold.
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if points[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
        }
        return operatingPoint(threshold: threshold, at: low > 0 ? points[low - 1] : nil)
    }

    /// Returns the point with the fewest flagged lesions that reaches a sensitivity.
    ///
    /// - Parameter sensitivity: from above 0 to 1.
    public func operatingPoint(sensitivity: Double) -> OperatingPoint {
        precondition(sensitivity > 0 && sensitivity <= 1, "a sensitivity lies in (0, 1]")
        let point = points.first { Double($0.truePositives) / Double(positives) >= sensitivity }
        return operatingPoint(threshold: point?.threshold ?? -.infinity, at: point ?? points.last)
    }

    /// Returns the point with the most flagged lesions that keeps a specificity.
    ///
    /// - Parameter specificity: from 0 to 1.
    public func operatingPoint(specificity: Double) -> OperatingPoint {
        precondition(specificity >= 0 && specificity <= 1, "a specificity lies in [0, 1]")
        let point = points.last { Double(negatives - $0.falsePositives) / Double(negatives) >= specificity }
        return operatingPoint(threshold: point?.threshold ?? .infinity, at: point)
    }

    private func operatingPoint(threshold: Double, at point: Point?) -> OperatingPoint {
        OperatingPoint(
            threshold: threshold,
            truePositives: point?.truePositives ?? 0,
            falsePositives: point?.falsePositives ?? 0,
            positives: positives,
            negatives: negatives
        )
    }
}
