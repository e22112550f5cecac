import Diagnostics
import Randomness

/// Deals training batches from two decks, one of malignant and one of benign lesions.
///
/// Each class walks its own seeded permutation, which continues across batches and epochs and is reshuffled only when it
/// is exhausted, so that no lesion is drawn twice before every lesion of its class was drawn once. The position is part
/// of the sampler's value: a saved sampler continues exactly where it stood.
public struct BalancedBatchSampler: Sendable, Codable, Equatable {
    /// A class's lesions in random order and the place reached in them.
    struct Deck: Sendable, Codable, Equatable {
        private(set) var rows: [Int]
        private(set) var position = 0
        /// How many times the deck was dealt to its end.
        private(set) var completedPasses = 0
        private var generator: SeededGenerator

        init(rows: [Int], generator: SeededGenerator) {
            self.rows = rows.sorted()
            self.generator = generator
            shuffle()
        }

        mutating func draw() -> Int {
            if position == rows.count {
                completedPasses += 1
                position = 0
                shuffle()
            }
            defer { position += 1 }
            return rows[position]
        }

        /// How many different lesions were drawn so far.
        var covered: Int { completedPasses > 0 ? rows.count : position }

        private mutating func shuffle() {
            let order = generator.permutation(of: rows.count)
            rows = order.map { rows[$0] }
        }
    }

    /// How many lesions a batch holds.
    public let batchSize: Int
    /// How many of them are malignant.
    public let malignantCount: Int
    private var malignant: Deck
    private var benign: Deck
    private var batchOrder: SeededGenerator

    /// Makes a sampler over the lesions at `rows`.
    ///
    /// - Parameters:
    ///   - rows: The lesions to draw from, as positions in the cohort.
    ///   - labels: 1 for malignant and 0 for benign, for every lesion of the cohort.
    ///   - batchSize: The lesions per batch, at least 2.
    ///   - malignantShare: The share of malignant lesions, rounded to whole lesions, at least one of each kind.
    ///   - seed: The seed of both permutations and of the order within batches.
    /// - Throws: `TrainingError` where a class is absent or a batch cannot hold both.
    public init(rows: [Int], labels: [Int], batchSize: Int, malignantShare: Double = 0.5, seed: UInt64) throws {
        guard batchSize >= 2 else {
            throw TrainingError(
                Problem(
                    "a batch is too small for both kinds of lesions",
                    expected: "2 or more",
                    found: "\(batchSize)",
                    remedy: "Set batch_size to 2 or more"
                )
            )
        }
        let positives = rows.filter { labels[$0] == 1 }
        let negatives = rows.filter { labels[$0] == 0 }
        guard !positives.isEmpty, !negatives.isEmpty else {
            throw TrainingError(
                Problem(
                    "balanced batches need both classes",
                    expected: "malignant and benign lesions",
                    found: "\(positives.count) malignant, \(negatives.count) benign",
                    remedy: "Use fewer folds or a cohort with more malignant lesions"
                )
            )
        }
        self.batchSize = batchSize
        malignantCount = min(max(1, Int((Double(batchSize) * malignantShare).rounded())), batchSize - 1)
        malignant = Deck(rows: positives, generator: SeededGenerator(seed: seed, keys: 1))
        benign = Deck(rows: negatives, generator: SeededGenerator(seed: seed, keys: 2))
        batchOrder = SeededGenerator(seed: seed, keys: 3)
    }

    /// Deals the next batch: malignant and benign lesions, shuffled together.
    public mutating func next() -> [Int] {
        var batch = (0..<malignantCount).map { _ in malignant.draw() }
        batch += (malignantCount..<batchSize).map { _ in benign.draw() }
        return batchOrder.permutation(of: batch.count).map { batch[$0] }
    }

    /// The number of batches in an epoch where none is configured: every benign lesion once, at most 500 batches.
    ///
    /// The guide deals sixteen benign lesions a batch; an epoch that ended with the malignant deck would show the model
    /// fewer than 2 % of the benign lesions in a whole training.
    public var defaultStepsPerEpoch: Int {
        max(1, min(500, benign.rows.count / (batchSize - malignantCount)))
    }

    /// The share of benign lesions drawn at least once.
    public var benignCoverage: Double { Double(benign.covered) / Double(benign.rows.count) }

    /// How often the average malignant lesion was drawn.
    public var malignantPasses: Double {
        Double(malignant.completedPasses) + Double(malignant.position) / Double(malignant.rows.count)
    }
}
