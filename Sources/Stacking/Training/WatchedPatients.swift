internal import Boosting
internal import Evaluation
internal import Randomness
internal import Tables

/// Training patients that a booster does not learn from but watches, to stop early.
struct WatchedPatients {
    /// The lesions that are learned from.
    let learned: [Int]
    /// The lesions that are watched; empty where no patient is.
    let watched: [Int]

    /// Positives below which the partial area is noise and the AUC is watched.
    private static let fewPositives = 100

    /// Splits training lesions by patients, drawn by the seed; a lesion without a patient is learned from.
    init(_ rows: [Int], _ groups: TextColumn, share: Double, seed: UInt64) {
        guard share > 0 else {
            learned = rows
            watched = []
            return
        }
        var generator = SeededGenerator(seed: seed)
        let isWatched = groups.levels.map { _ in generator.chance(share) }
        let parts = Dictionary(grouping: rows) { groups.codes[$0] >= 0 && isWatched[Int(groups.codes[$0])] }
        learned = parts[false] ?? []
        watched = parts[true] ?? []
    }

    /// Stops where the area above a true positive rate of 0.80 of the watched lesions is largest.
    ///
    /// Nil where they are of one class: then all rounds are trained.
    func stopping(_ features: FeatureMatrix, labels: [Int]) -> EarlyStopping? {
        let truth = watched.map { labels[$0] }
        let positives = truth.reduce(0, +)
        guard positives > 0, positives < truth.count else { return nil }
        return EarlyStopping(features: features, rows: watched, labels: labels) { scores in
            let curve = ROCCurve(try LabelledScores(labels: truth, scores: scores))
            return positives < Self.fewPositives ? curve.area : curve.partialArea(aboveTPR: 0.8)
        }
    }
}
