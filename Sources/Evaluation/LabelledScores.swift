/// Scores with the truth beside them, checked: not empty, both classes there, every score finite.
public struct LabelledScores: Sendable, Equatable {
    /// Whether each lesion is malignant (the positive class).
    public let labels: [Bool]

    /// One score for each lesion; higher means more suspicious. Only the order matters, so probabilities and logits do.
    public let scores: [Double]

    /// The number of malignant lesions; at least 1.
    public let positives: Int

    /// The number of benign lesions; at least 1.
    public var negatives: Int { labels.count - positives }

    /// Checks and keeps labels (0 benign, 1 malignant) and scores.
    ///
    /// - Throws: ``EvaluationError`` for empty input, columns of different length, a label other than 0 and 1, a score that
    ///   is NaN or infinite, and for a single class.
    public init(labels: [Int], scores: [Double], names: InputNames = InputNames()) throws(EvaluationError) {
        try self.init(converting: labels, scores: scores, names: names) { $0 == 1 ? true : $0 == 0 ? false : nil }
    }

    /// Checks and keeps labels that were read as decimal numbers, where 0 is benign and 1 malignant.
    ///
    /// - Throws: ``EvaluationError``, as for whole numbers. A missing label (NaN) is neither 0 nor 1.
    public init(labels: [Double], scores: [Double], names: InputNames = InputNames()) throws(EvaluationError) {
        try self.init(converting: labels, scores: scores, names: names) { $0 == 1 ? true : $0 == 0 ? false : nil }
    }

    private init<Label>(
        converting labels: [Label],
        scores: [Double],
        names: InputNames,
        isPositive: (Label) -> Bool?
    ) throws(EvaluationError) {
        guard labels.count == scores.count else {
            throw EvaluationError(
                .countMismatch(column: names.score, expected: labels.count, found: scores.count),
                names: names
            )
        }
        guard !labels.isEmpty else { throw EvaluationError(.empty, names: names) }
        var checked: [Bool] = []
        checked.reserveCapacity(labels.count)
        var positives = 0
        for (row, label) in labels.enumerated() {
            guard let positive = isPositive(label) else {
                throw EvaluationError(.label(row: row, found: "\(label)"), names: names)
            }
            guard scores[row].isFinite else {
                throw EvaluationError(.score(row: row, found: scores[row]), names: names)
            }
            checked.append(positive)
            if positive { positives += 1 }
        }
        guard positives > 0, positives < labels.count else {
            throw EvaluationError(.oneClass(label: positives > 0 ? 1 : 0), names: names)
        }
        self.labels = checked
        self.scores = scores
        self.positives = positives
    }
}
