internal import Boosting
public import Diagnostics
public import Foundation
internal import Randomness
internal import Tables

/// What a feature is worth to a stack.
public struct FeatureImportance: Sendable, Equatable {
    /// The feature; a whole embedding counts as one.
    public let feature: String
    /// The family it belongs to.
    public let family: String
    /// Its share of the loss that all splits took away, the mean over boosters. Says what the trees used, not what it helped.
    public let gainShare: Double
    /// How many splits it made, the mean over boosters.
    public let splits: Double
    /// How much lower the metrics are without what it says; nil where it was not measured.
    public let drop: ShufflingDrop?
}

/// What a family of features is worth to a stack.
public struct FamilyImportance: Sendable, Equatable {
    /// The family.
    public let family: String
    /// How many of its features the boosters used.
    public let features: Int
    /// The share of the loss that their splits took away.
    public let gainShare: Double
    /// How much lower the metrics are when all its features are shuffled together; nil where it was not measured.
    public let drop: ShufflingDrop?
}

/// How much lower the metrics of the out-of-fold scores are when values are shuffled.
public struct ShufflingDrop: Sendable, Equatable {
    /// The drop of the area under the ROC.
    public let auc: Double
    /// The drop of the area above a true positive rate of 0.80.
    public let partialAUC: Double
}

/// What a stack looks at.
public struct StackImportance: Sendable, Equatable {
    /// The features, most gain first.
    public let features: [FeatureImportance]
    /// The families that the boosters used, most gain first.
    public let families: [FamilyImportance]
}

/// How importance by shuffling is measured.
public struct ShufflingConfiguration: Sendable, Equatable {
    /// The features with the most gain that are shuffled one by one; 0 shuffles neither features nor families.
    public var features: Int
    /// The lesions that are scored: all malignant ones and benign ones drawn by the seed.
    public var lesions: Int
    /// The seed of draws and shuffles.
    public var seed: UInt64

    /// Chooses features and lesions.
    public init(features: Int = 40, lesions: Int = 20_000, seed: UInt64 = 42) {
        self.features = features
        self.lesions = lesions
        self.seed = seed
    }
}

extension FittedStack {
    /// Measures features by gain, and the most used ones and every family by shuffling their values within patients.
    ///
    /// A shuffle within the patient keeps what is known of the patient and breaks only what tells his or her lesions apart
    /// (permutation importance, Breiman, 2001, with patients as blocks); where every lesion stands alone, values are shuffled
    /// among all lesions of a fold. The columns of a family move together, by one permutation: features that say the same
    /// stand in for each other when one is shuffled, and cannot when all are. Every lesion is scored by the boosters that did
    /// not learn from it.
    ///
    /// - Parameters:
    ///   - inputs: the lesions of the training, with out-of-fold logits.
    ///   - labels: 1 for malignant, 0 for benign.
    ///   - folds: the fold of each lesion.
    ///   - family: the family of a feature, by its name.
    ///   - shuffling: what is shuffled.
    ///   - threads: how many threads LightGBM uses.
    ///   - progress: hears of each shuffle.
    public func importance(
        _ inputs: StackInputs,
        labels: [Int],
        folds: [Int],
        family: (_ feature: String) -> String,
        shuffling: ShufflingConfiguration = ShufflingConfiguration(),
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: Diagnostics.Progress = .silent
    ) throws -> StackImportance {
        let lesions = Self.lesions(labels, folds, shuffling)
        let blocks = try parts.map { part in
            let matrix = try StackMatrix(inputs, part.layout, threads: threads)
            let shared = try matrix.shared(foldModel: 0)
            return try part.members.enumerated().map { fold, member in
                let columns = try shared.joined(with: matrix.own(member.columns, foldModel: 0))
                return ShuffledBlock(columns, member.boosters, rows: lesions[fold], inputs.groups)
            }
        }
        let used = try Self.use(blocks)
        let shuffled = shuffling.features == 0 ? [] : used.prefix(shuffling.features).filter { $0.gain > 0 }
        let families = Self.families(used, by: family)
        let scorer = ShuffledScores(
            stack: self,
            inputs: inputs,
            labels: labels,
            blocks: blocks,
            seed: shuffling.seed,
            threads: threads
        )
        let stage = "importance"
        progress(.started(stage: stage, total: shuffled.count + families.count, unit: "shuffles"))
        let whole = try scorer.metrics(shuffling: [])
        var done = 0
        func drop(_ features: Set<String>) throws -> ShufflingDrop {
            let metrics = try scorer.metrics(shuffling: features)
            done += 1
            progress(.advanced(stage: stage, completed: done, note: ""))
            return ShufflingDrop(auc: whole.auc - metrics.auc, partialAUC: whole.partialAUC - metrics.partialAUC)
        }
        let importance = StackImportance(
            features: try used.enumerated().map { position, entry in
                FeatureImportance(
                    feature: entry.name,
                    family: family(entry.name),
                    gainShare: entry.gain,
                    splits: entry.splits,
                    drop: position < shuffled.count ? try drop([entry.name]) : nil
                )
            },
            families: try families.map { name, members in
                FamilyImportance(
                    family: name,
                    features: members.count,
                    gainShare: members.reduce(0) { $0 + $1.gain },
                    drop: shuffling.features > 0 ? try drop(Set(members.map(\.name))) : nil
                )
            }
        )
        progress(.finished(stage: stage, summary: "\(used.count) features, \(families.count) families"))
        return importance
    }

    /// The name, gain and splits of a feature.
    private typealias Use = (name: String, gain: Double, splits: Double)

    /// The used features of every family, most gain first.
    private static func families(_ used: [Use], by family: (String) -> String) -> [(name: String, members: [Use])] {
        let members = Dictionary(grouping: used.filter { $0.gain > 0 }) { family($0.name) }
        return members.map { (name: $0.key, members: $0.value, gain: $0.value.reduce(0) { $0 + $1.gain }) }
            .sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }
            .map { ($0.name, $0.members) }
    }

    /// The lesions that are scored, fold by fold.
    private static func lesions(_ labels: [Int], _ folds: [Int], _ shuffling: ShufflingConfiguration) -> [[Int]] {
        var generator = SeededGenerator(seed: shuffling.seed, keys: 0x696D_7074)
        let malignant = labels.indices.filter { labels[$0] == 1 }
        let benign = labels.indices.filter { labels[$0] == 0 }
        let drawn = generator.permutation(of: benign.count).prefix(max(1, shuffling.lesions - malignant.count))
        let chosen = (malignant + drawn.map { benign[$0] }).sorted()
        return (0...(folds.max() ?? 0)).map { fold in chosen.filter { folds[$0] == fold } }
    }

    /// Gain and splits of every feature, the mean over boosters, most gain first.
    private static func use(_ blocks: [[ShuffledBlock]]) throws -> [Use] {
        var sums: [String: (gain: Double, splits: Double)] = [:]
        var boosters = 0.0
        for block in blocks.joined() {
            for booster in block.boosters {
                boosters += 1
                let use = try booster.columnUse()
                let whole = max(use.reduce(0) { $0 + $1.gain }, .leastNormalMagnitude)
                for (reason, column) in zip(block.reasons, use) {
                    sums[reason, default: (0, 0)].gain += column.gain / whole
                    sums[reason, default: (0, 0)].splits += Double(column.splits)
                }
            }
        }
        return sums.map { (name: $0.key, gain: $0.value.gain / boosters, splits: $0.value.splits / boosters) }
            .sorted { ($1.gain, $0.name) < ($0.gain, $1.name) }
    }
}
