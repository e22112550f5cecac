public import Evaluation

/// How well a run's models rank malignant lesions above benign ones.
public struct RankingFindings: Sendable {
    /// What one model reaches.
    public struct Measured: Sendable {
        /// The model; the stack is called `stack`.
        public let name: String
        /// What it reaches on all lesions.
        public let metrics: RankingMetrics
        /// Intervals over patients; nil where none were drawn.
        public let intervals: BootstrapIntervals?
        /// The same corrected for bias and skewness (BCa); nil where none were drawn or the correction is not finite.
        public let correctedIntervals: BootstrapIntervals?
        /// The ROC: false positive rates and true positive rates, from 0 to 1.
        public let falsePositiveRates: [Double]
        public let truePositiveRates: [Double]
    }

    /// What the stack reaches in one fold.
    public struct Fold: Sendable {
        /// The fold.
        public let number: Int
        /// Its lesions, and the malignant ones among them.
        public let lesions: Int
        public let malignant: Int
        /// What the stack reaches; nil with one class.
        public let metrics: RankingMetrics?
        /// Intervals over the fold's patients.
        public let intervals: BootstrapIntervals?
    }

    /// How much better the stack ranks than one of its image models, on the same replicates.
    public struct Comparison: Sendable {
        /// The image model.
        public let model: String
        /// The stack less the model.
        public let difference: PairedComparison
    }

    /// The stack first, then the image models.
    public let models: [Measured]
    /// The stack, fold by fold.
    public let folds: [Fold]
    /// The stack against every image model.
    public let comparisons: [Comparison]
    /// The share of malignant lesions: the average precision of chance.
    public let prevalence: Double
    /// Precision over recall of the stack.
    public let recalls: [Double]
    public let precisions: [Double]

    /// The stack's numbers.
    public var stack: Measured { models[0] }

    /// The points that a curve is drawn with at most.
    private static let mostPoints = 600

    init(_ material: RunMaterial, groups: RowGroups) throws {
        let all = [RunMaterial.Model(name: "stack", scores: material.scores)] + material.models
        let labelled = try all.map { try LabelledScores(labels: material.labels, scores: $0.scores) }
        let curves = labelled.map(ROCCurve.init)
        let bootstrap = groups.count > 1 ? try PatientBootstrap(columns: labelled, groups: groups) : nil
        let replicates = try material.bootstrap.flatMap { try bootstrap?.replicates($0).metrics }
        let leftOut = replicates == nil ? nil : bootstrap?.leavingPatientsOut()
        let confidence = material.bootstrap?.confidence ?? 0.95
        models = all.indices.map { index in
            let points = Self.thinned(curves[index].points)
            let metrics = RankingMetrics(curves[index])
            let corrected = replicates.flatMap { replicates in
                leftOut.flatMap {
                    BootstrapIntervals(
                        correcting: metrics,
                        replicates[index],
                        leftOut: $0[index],
                        confidence: confidence
                    )
                }
            }
            return Measured(
                name: all[index].name,
                metrics: metrics,
                intervals: replicates.flatMap { BootstrapIntervals($0[index], confidence: confidence) },
                correctedIntervals: corrected,
                falsePositiveRates: [0]
                    + points.map { Double($0.falsePositives) / Double(labelled[index].negatives) },
                truePositiveRates: [0] + points.map { Double($0.truePositives) / Double(labelled[index].positives) }
            )
        }
        folds = try Self.measure(material, groups: groups)
        comparisons = try Self.compare(models, replicates: replicates, confidence: confidence)
        prevalence = Double(labelled[0].positives) / Double(labelled[0].labels.count)
        let found = Self.thinned(curves[0].points.filter { $0.truePositives > 0 })
        recalls = found.map { Double($0.truePositives) / Double(labelled[0].positives) }
        precisions = found.map { Double($0.truePositives) / Double($0.truePositives + $0.falsePositives) }
    }

    /// The stack against every image model, on the replicates that the intervals come from.
    private static func compare(
        _ models: [Measured],
        replicates: [[RankingMetrics]]?,
        confidence: Double
    ) throws -> [Comparison] {
        guard let replicates, replicates[0].isEmpty == false else { return [] }
        return try models.indices.dropFirst().map { index in
            Comparison(
                model: models[index].name,
                difference: try PairedComparison(
                    first: models[index].metrics,
                    second: models[0].metrics,
                    replicates: (replicates[index], replicates[0]),
                    confidence: confidence
                )
            )
        }
    }

    private static func measure(_ material: RunMaterial, groups: RowGroups) throws -> [Fold] {
        let rows = Dictionary(grouping: material.folds.indices) { material.folds[$0] }
        return try rows.sorted { $0.key < $1.key }.map { number, rows in
            let labels = rows.map { material.labels[$0] }
            let malignant = labels.reduce(0, +)
            guard malignant > 0, malignant < rows.count else {
                return Fold(number: number, lesions: rows.count, malignant: malignant, metrics: nil, intervals: nil)
            }
            let part = try LabelledScores(labels: labels, scores: rows.map { material.scores[$0] })
            let patients = RowGroups(rows.map { groups.indices[$0] })
            let intervals = try material.bootstrap.flatMap { bootstrap in
                patients.count > 1 ? try PatientBootstrap(part, groups: patients).intervals(bootstrap) : nil
            }
            return Fold(
                number: number,
                lesions: rows.count,
                malignant: malignant,
                metrics: RankingMetrics(ROCCurve(part)),
                intervals: intervals
            )
        }
    }

    /// A curve with at most 600 points: mostly corners, where the next malignant lesion is found (all of them where they are
    /// few), since malignant lesions crowd at the start; and evenly spaced points of the rest.
    static func thinned(_ points: [ROCCurve.Point]) -> [ROCCurve.Point] {
        guard points.count > mostPoints else { return points }
        let corners = points.indices.filter { index in
            let before = index > 0 ? points[index - 1].truePositives : 0
            let after = index + 1 < points.count ? points[index + 1].truePositives : 0
            return points[index].truePositives != before || points[index].truePositives != after
        }
        let kept = spaced(corners, mostPoints * 3 / 4) + spaced(Array(points.indices), mostPoints / 4)
        return Set(kept).sorted().map { points[$0] }
    }

    /// So many of the elements, evenly spaced, with the first and the last.
    private static func spaced(_ elements: [Int], _ count: Int) -> [Int] {
        guard elements.count > count else { return elements }
        return (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
    }
}
