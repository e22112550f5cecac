/// How many of a patient's malignant lesions stand among the patient's highest scores: the competition's second prize.
public struct TopRetrieval: Sendable, Equatable {
    /// The length of each patient's list.
    public let length: Int
    /// The mean over patients with a malignant lesion of the share of theirs that is in the list.
    public let meanShare: Double
    /// The malignant lesions in the lists.
    public let found: Int
    /// All malignant lesions.
    public let malignant: Int
    /// The patients with a malignant lesion.
    public let patients: Int

    /// Measures scores by patient. Where scores are equal the chance of being in the list is shared.
    ///
    /// - Throws: ``EvaluationError`` where there is not one group for each row.
    public init(_ labelled: LabelledScores, groups: RowGroups, length: Int = 15) throws(EvaluationError) {
        guard groups.indices.count == labelled.scores.count else {
            throw EvaluationError(
                .countMismatch(column: "group", expected: labelled.scores.count, found: groups.indices.count)
            )
        }
        var rows = [[Int]](repeating: [], count: groups.count)
        for (row, group) in groups.indices.enumerated() { rows[Int(group)].append(row) }
        var (shares, found, patients) = (0.0, 0.0, 0)
        for lesions in rows where lesions.contains(where: { labelled.labels[$0] }) {
            let sorted = lesions.map { labelled.scores[$0] }.sorted(by: >)
            let malignant = lesions.filter { labelled.labels[$0] }
            let last = sorted[min(length, sorted.count) - 1]
            let above = sorted.count { $0 > last }
            let tied = sorted.count { $0 == last }
            let chance = Double(min(length, sorted.count) - above) / Double(tied)
            let hits = malignant.reduce(0.0) { sum, row in
                sum + (labelled.scores[row] > last ? 1 : labelled.scores[row] == last ? chance : 0)
            }
            shares += hits / Double(malignant.count)
            found += hits
            patients += 1
        }
        self.length = length
        meanShare = shares / Double(patients)
        self.found = Int(found.rounded())
        malignant = labelled.positives
        self.patients = patients
    }
}
