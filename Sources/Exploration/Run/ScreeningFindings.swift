public import Evaluation

/// What flagging lesions would mean for a clinic, at thresholds chosen on out-of-fold scores.
public struct ScreeningFindings: Sendable {
    /// One threshold.
    public struct Row: Sendable {
        /// The sensitivity that was asked for.
        public let target: Double
        /// What the threshold does in this cohort.
        public let point: OperatingPoint
        /// The same at the cohort's own prevalence.
        public let screening: ScreeningPoint
        /// Intervals over patients; nil where none were drawn.
        public let intervals: OperatingPointIntervals?
        /// Flagged lesions per patient, the mean.
        public let flagsPerPatient: Double
    }

    /// How many malignant lesions stand among a patient's highest scores.
    public struct Retrieval: Sendable {
        /// The model.
        public let model: String
        /// By length of the list.
        public let lists: [TopRetrieval]
    }

    /// The sensitivities that are asked for.
    public static let targets = [0.80, 0.90, 0.95, 0.99]
    /// The lengths of lists; 15 is the competition's.
    public static let lengths = [1, 3, 5, 10, 15, 30]
    /// The target at which failures are looked at.
    public static let chosenTarget = 0.90

    /// The thresholds.
    public let rows: [Row]
    /// The stack first, then the image models.
    public let retrieval: [Retrieval]

    /// The row at which failures are looked at.
    public var chosen: Row { rows[Self.targets.firstIndex(of: Self.chosenTarget) ?? 0] }

    init(_ material: RunMaterial, groups: RowGroups) throws {
        let labelled = try LabelledScores(labels: material.labels, scores: material.scores)
        let curve = ROCCurve(labelled)
        let points = Self.targets.map { curve.operatingPoint(sensitivity: $0) }
        let intervals = try material.bootstrap.map { bootstrap in
            try OperatingPointIntervals.measure(
                labelled,
                groups: groups,
                thresholds: points.map(\.threshold),
                bootstrap: bootstrap
            )
        }
        rows = try points.indices.map { index in
            let point = points[index]
            return Row(
                target: Self.targets[index],
                point: point,
                screening: try ScreeningPoint(point),
                intervals: intervals?[index],
                flagsPerPatient: Double(point.truePositives + point.falsePositives) / Double(groups.count)
            )
        }
        let models = [RunMaterial.Model(name: "stack", scores: material.scores)] + material.models
        retrieval = try models.map { model in
            let scores = try LabelledScores(labels: material.labels, scores: model.scores)
            return Retrieval(
                model: model.name,
                lists: try Self.lengths.map { try TopRetrieval(scores, groups: groups, length: $0) }
            )
        }
    }
}
