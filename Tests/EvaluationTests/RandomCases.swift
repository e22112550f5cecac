import Evaluation
import Randomness

/// Random labels and scores with both classes.
struct RandomCase {
    var labels: [Int]
    var scores: [Double]

    /// - Parameters:
    ///   - levels: the number of distinct scores, for ties; nil draws them all distinct.
    ///   - prevalence: the chance of a malignant lesion.
    init(count: Int, levels: Int? = nil, prevalence: Double = 0.3, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        labels = (0..<count).map { _ in generator.chance(prevalence) ? 1 : 0 }
        labels[0] = 1
        labels[1] = 0
        scores = labels.map { label in
            let score = generator.normal(mean: Double(label))
            return levels.map { (score * Double($0) / 6).rounded() } ?? score
        }
    }

    func labelled() throws -> LabelledScores {
        try LabelledScores(labels: labels, scores: scores)
    }
}
