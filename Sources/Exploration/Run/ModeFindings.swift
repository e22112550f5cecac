/// What every way to stack is worth, where a run compared them.
public struct ModeFindings: Sendable {
    /// One mode.
    public struct Mode: Sendable {
        /// The mode's name, and what it puts together.
        public let name: String
        public let summary: String
        /// The mean over folds of what picked the mode, on the inner split.
        public let inner: Double
        /// The areas of the out-of-fold scores.
        public let partialAUC: Double
        public let auc: Double
        /// The partial area less that of the picked mode; nil for the picked one, and without intervals.
        public let difference: Estimate?

        /// Holds a mode.
        public init(
            name: String,
            summary: String,
            inner: Double,
            partialAUC: Double,
            auc: Double,
            difference: Estimate?
        ) {
            self.name = name
            self.summary = summary
            self.inner = inner
            self.partialAUC = partialAUC
            self.auc = auc
            self.difference = difference
        }
    }

    /// What the inner split judged by, in words.
    public let criterion: String
    /// The mode that the inner split prefers: the stack's own.
    public let picked: String
    /// The mean over folds of the partial area of the mode that was picked for each fold without looking at it.
    public let nestedFoldMean: Double
    /// Every mode, from the simplest on.
    public let modes: [Mode]

    /// Holds a comparison.
    public init(criterion: String, picked: String, nestedFoldMean: Double, modes: [Mode]) {
        self.criterion = criterion
        self.picked = picked
        self.nestedFoldMean = nestedFoldMean
        self.modes = modes
    }
}
