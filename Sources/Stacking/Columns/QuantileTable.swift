internal import Foundation

/// Which share of out-of-fold scores lies below a score: how scores of different models are put on one scale.
///
/// The table is fitted once on out-of-fold scores and stored. Ranking new scores among themselves instead would make a
/// lesion's score depend on which other lesions it was sent with.
struct QuantileTable: Codable, Sendable, Equatable {
    /// Logits of shares: dense at both ends, because the ranking of the few most suspicious lesions is what counts.
    private let shares: [Double]
    /// Strictly rising scores that belong to them.
    private let scores: [Double]

    private static let points = 401

    /// Fits the table; scores that are missing (NaN) are passed over.
    init(_ values: [Double]) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        var shares: [Double] = []
        var scores: [Double] = []
        let count = Double(sorted.count)
        let end = log(max(1, 2 * count - 1))
        for point in 0..<Self.points where !sorted.isEmpty {
            let share = end * (2 * Double(point) / Double(Self.points - 1) - 1)
            // The i-th of n scores has the share (i + 1/2) / n.
            let place = count / (1 + exp(-share)) - 0.5
            let below = max(0, min(sorted.count - 1, Int(place)))
            let above = min(sorted.count - 1, below + 1)
            let score = sorted[below] + (sorted[above] - sorted[below]) * max(0, min(1, place - Double(below)))
            // Ties take the last of their places, so that the table rises strictly.
            if let last = scores.last, score <= last {
                shares[shares.count - 1] = share
            } else {
                shares.append(share)
                scores.append(score)
            }
        }
        self.shares = shares
        self.scores = scores
    }

    /// Whether the table can be used: as many shares as scores, all finite and rising.
    var isWhole: Bool {
        func rises(_ values: [Double]) -> Bool {
            values.allSatisfy(\.isFinite) && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
        }
        return shares.count == scores.count && !shares.isEmpty && rises(shares) && rises(scores)
    }

    /// The logit of the share of scores below `score`: strictly rising, also beyond both ends. NaN where it is missing.
    func logit(_ score: Double) -> Double {
        guard scores.count > 1, !score.isNaN else { return score.isNaN ? .nan : shares.first ?? 0 }
        var low = 0
        var high = scores.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if scores[middle] <= score { low = middle } else { high = middle }
        }
        let slope = (shares[high] - shares[low]) / (scores[high] - scores[low])
        return shares[low] + slope * (score - scores[low])
    }

    /// The logit of the mean share of several models' scores of one lesion, each by its own table.
    ///
    /// A model without a score for the lesion is left out; NaN where none has one.
    static func meanShare(_ tables: [QuantileTable], _ scores: [Double]) -> Double {
        let shares = zip(tables, scores).map { $0.logit($1) }.filter { !$0.isNaN }.map { 1 / (1 + exp(-$0)) }
        guard !shares.isEmpty else { return .nan }
        let mean = min(1 - 1e-12, max(1e-12, shares.reduce(0, +) / Double(shares.count)))
        return log(mean / (1 - mean))
    }
}
