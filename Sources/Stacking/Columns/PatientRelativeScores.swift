internal import Foundation
internal import Tables

/// An image model's logit and what it is beside the patient's other lesions: the ugly-duckling sign for scores.
///
/// A patient with one scored lesion has nobody to be compared with: the relative forms are missing, never zero.
enum PatientRelativeScores {
    /// Added to the standard deviation, as in the patient features.
    static let epsilon = 1e-5

    /// The columns' names of one image model.
    static func names(model: String) -> [String] {
        ["logit", "logit_patient_rank", "logit_patient_norm", "logit_patient_difference", "probability_patient_ratio"]
            .map { "\(model)_\($0)" }
    }

    /// Returns the logit; its rank within the patient, in (0, 1], ties sharing their mean rank; its z-score within the
    /// patient, (x - mean) / (standard deviation with n - 1 + 1e-5); its difference to the patient's mean; and the ratio of
    /// the probability 1 / (1 + exp(-logit)) to the patient's mean probability.
    static func columns(logits: [Float], groups: TextColumn) -> [[Float]] {
        var members = [[Int]](repeating: [], count: groups.levels.count)
        for (row, code) in groups.codes.enumerated() where code >= 0 && !logits[row].isNaN {
            members[Int(code)].append(row)
        }
        var rank = [Float](repeating: .nan, count: logits.count)
        var norm = rank
        var difference = rank
        var ratio = rank
        for rows in members where rows.count > 1 {
            let count = Double(rows.count)
            let mean = rows.reduce(0) { $0 + Double(logits[$1]) } / count
            let squares = rows.reduce(0) { $0 + (Double(logits[$1]) - mean) * (Double(logits[$1]) - mean) }
            let deviation = (squares / (count - 1)).squareRoot()
            let meanProbability = rows.reduce(0) { $0 + probability(logits[$1]) } / count
            for row in rows {
                let distance = Double(logits[row]) - mean
                difference[row] = Float(distance)
                norm[row] = Float(distance / (deviation + epsilon))
                if meanProbability > 0 { ratio[row] = Float(probability(logits[row]) / meanProbability) }
            }
            setRanks(of: rows, logits, &rank)
        }
        return [logits, rank, norm, difference, ratio]
    }

    private static func probability(_ logit: Float) -> Double { 1 / (1 + exp(-Double(logit))) }

    private static func setRanks(of rows: [Int], _ logits: [Float], _ rank: inout [Float]) {
        let ordered = rows.sorted { logits[$0] < logits[$1] }
        var start = 0
        while start < ordered.count {
            var end = start + 1
            while end < ordered.count, logits[ordered[end]] == logits[ordered[start]] { end += 1 }
            // Ranks start + 1 ... end share their mean.
            let shared = Float(Double(start + 1 + end) / 2 / Double(ordered.count))
            for position in start..<end { rank[ordered[position]] = shared }
            start = end
        }
    }
}
