import Cohorts
import Randomness
public import Tables

/// Splits the training folds into what is trained on and an inner part that early stopping looks at.
///
/// No patient is in both. The held-out fold is in neither: a checkpoint chosen on it would flatter its scores.
public struct InnerSplit: Sendable, Equatable {
    /// The lesions to train on, as positions in the cohort.
    public let training: [Int]
    /// The lesions that early stopping looks at.
    public let inner: [Int]

    /// Splits the lesions of all folds but one.
    ///
    /// - Parameters:
    ///   - folds: The fold of every lesion.
    ///   - heldOut: The fold that is scored later.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - groups: The patient of every lesion.
    ///   - share: The share of lesions in the inner part.
    ///   - benignLimit: The most benign lesions of the inner part; the rest of them is left out of both parts, so that
    ///     watching a training never takes longer than the training.
    ///   - seed: The seed that deals patients.
    /// - Throws: `CohortError` where the patients cannot be split, for example when all malignant lesions are one patient's.
    public init(
        folds: [Int],
        heldOut: Int,
        labels: [Int],
        groups: TextColumn,
        share: Double,
        benignLimit: Int,
        seed: UInt64
    ) throws {
        let rows = folds.indices.filter { folds[$0] != heldOut }
        let splits = max(2, Int((1 / max(share, 0.01)).rounded()))
        let assignment = try StratifiedGroupKFold(splits: splits, shuffleSeed: seed).assign(
            labels: rows.map { labels[$0] },
            groups: rows.map { groups[$0] ?? "" }
        )
        training = zip(rows, assignment).filter { $0.1 != 0 }.map(\.0)
        let watched = zip(rows, assignment).filter { $0.1 == 0 }.map(\.0)
        let benign = watched.filter { labels[$0] == 0 }
        guard benign.count > benignLimit else {
            inner = watched
            return
        }
        var generator = SeededGenerator(seed: seed, keys: 0x696E_6E65_72)
        let kept = Set(generator.permutation(of: benign.count).prefix(benignLimit).map { benign[$0] })
        inner = watched.filter { labels[$0] == 1 || kept.contains($0) }
    }
}
