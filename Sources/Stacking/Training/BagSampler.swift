internal import Randomness

/// Draws the rows of one bag: repeated positives, under-sampled negatives.
///
/// The published recipe repeats positives until they are 0.3 % of the negatives, then keeps 100 negatives for each: of
/// 315 positives and 320,000 negatives, 945 and 94,500. Two departures: every positive is repeated equally often, not by
/// a draw; and nothing is repeated or dropped where a cohort already has positives enough.
struct BagSampler {
    let leastPositiveShare: Double
    let negativesPerPositive: Double

    /// How often each positive is taken.
    func copies(positives: Int, negatives: Int) -> Int {
        max(1, Int((leastPositiveShare * Double(negatives) / Double(positives)).rounded()))
    }

    /// Returns ascending positions in `labels`; those of positives repeat.
    func positions(labels: [Int], generator: inout SeededGenerator) -> [Int] {
        let negatives = labels.indices.filter { labels[$0] == 0 }
        let positives = labels.count - negatives.count
        let copies = copies(positives: positives, negatives: negatives.count)
        let wanted = (Double(copies * positives) * negativesPerPositive).rounded(.up)
        var taken = labels.map { $0 == 1 ? copies : 1 }
        if wanted < Double(negatives.count) {
            for draw in generator.permutation(of: negatives.count).dropFirst(Int(wanted)) { taken[negatives[draw]] = 0 }
        }
        return taken.indices.flatMap { repeatElement($0, count: taken[$0]) }
    }
}
