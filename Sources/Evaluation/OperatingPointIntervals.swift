import Randomness

/// How much the shares at a fixed threshold would vary had other patients been seen: the bootstrap over patients.
///
/// The threshold stays where it is. A replicate in which a share has no denominator does not count for it.
public struct OperatingPointIntervals: Sendable, Equatable {
    /// The interval of the share of malignant lesions that are flagged.
    public let sensitivity: Interval
    /// The interval of the share of benign lesions that are not flagged.
    public let specificity: Interval
    /// The interval of the share of flagged lesions that are malignant.
    public let precision: Interval

    /// The draws of single patients that are made at most; with many patients there are fewer replicates, at least 200.
    private static let mostDraws = 20_000_000

    /// Measures each threshold on the same replicates.
    ///
    /// - Parameter groups: the patient of each row.
    /// - Returns: one for each threshold, nil where no replicate held both classes or there is a single patient.
    /// - Throws: ``EvaluationError`` for a setting out of range.
    public static func measure(
        _ labelled: LabelledScores,
        groups: RowGroups,
        thresholds: [Double],
        bootstrap: BootstrapConfiguration
    ) throws(EvaluationError) -> [OperatingPointIntervals?] {
        try bootstrap.check()
        guard groups.indices.count == labelled.scores.count else {
            throw EvaluationError(
                .countMismatch(column: "group", expected: labelled.scores.count, found: groups.indices.count)
            )
        }
        guard groups.count > 1 else { return thresholds.map { _ in nil } }
        // Per patient: malignant and benign lesions, and for each threshold the flagged ones of both.
        let width = 2 + 2 * thresholds.count
        var counts = [Double](repeating: 0, count: groups.count * width)
        for (row, group) in groups.indices.enumerated() {
            let start = Int(group) * width
            let benign = labelled.labels[row] ? 0 : 1
            counts[start + benign] += 1
            for (index, threshold) in thresholds.enumerated() where labelled.scores[row] >= threshold {
                counts[start + 2 + 2 * index + benign] += 1
            }
        }
        let replicates = min(bootstrap.replicates, max(200, mostDraws / groups.count))
        var shares = thresholds.map { _ in (sensitivity: [Double](), specificity: [Double](), precision: [Double]()) }
        for replicate in 0..<replicates {
            var generator = SeededGenerator(seed: bootstrap.seed, keys: 0x706F_696E, UInt64(replicate))
            var sums = [Double](repeating: 0, count: width)
            for _ in 0..<groups.count {
                let start = generator.integer(below: groups.count) * width
                for place in 0..<width { sums[place] += counts[start + place] }
            }
            guard sums[0] > 0, sums[1] > 0 else { continue }
            for index in thresholds.indices {
                let (found, raised) = (sums[2 + 2 * index], sums[3 + 2 * index])
                shares[index].sensitivity.append(found / sums[0])
                shares[index].specificity.append(1 - raised / sums[1])
                if found + raised > 0 { shares[index].precision.append(found / (found + raised)) }
            }
        }
        return shares.map { shares in
            guard !shares.sensitivity.isEmpty else { return nil }
            func interval(_ values: [Double]) -> Interval {
                values.isEmpty
                    ? Interval(low: .nan, high: .nan)
                    : Interval(percentilesOf: values, confidence: bootstrap.confidence)
            }
            return OperatingPointIntervals(
                sensitivity: interval(shares.sensitivity),
                specificity: interval(shares.specificity),
                precision: interval(shares.precision)
            )
        }
    }
}
