import Diagnostics
public import Tables

/// Folds that each hold out one hospital: how well do scores travel to a place that was not learned from?
public struct HospitalFolds: Sendable, Equatable {
    /// The hospital of each fold, sorted by name.
    public let hospitals: [String]

    /// The fold, from 0, of every row.
    public let folds: [Int]

    /// Makes one fold for each hospital.
    ///
    /// - Parameters:
    ///   - hospitals: the hospital of each row (the column `attribution`).
    ///   - groups: the patient of each row; nil leaves unchecked whether a patient was seen in two hospitals.
    /// - Throws: `CohortError` where a row has no hospital, there is one hospital only, or a patient stands in two.
    public init(hospitals: TextColumn, groups: TextColumn? = nil) throws(CohortError) {
        if let row = hospitals.codes.firstIndex(of: -1) {
            throw CohortError(
                Problem(
                    "a row has no hospital",
                    at: "row \(row + 1), column \(ISICSchema.hospital)",
                    remedy: "Fill the column, or make patient folds"
                )
            )
        }
        let used = Set(hospitals.codes)
        let names = used.map { hospitals.levels[Int($0)] }.sorted()
        guard names.count >= 2 else {
            throw CohortError(
                Problem(
                    "hospital folds need at least two hospitals",
                    found: names.first.map { "only \($0)" } ?? "no rows",
                    remedy: "Make patient folds"
                )
            )
        }
        let foldOfName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        folds = hospitals.codes.map { foldOfName[hospitals.levels[Int($0)]] ?? 0 }
        self.hospitals = names
        if let groups { try FoldCheck.requireDisjoint(groups: groups, folds: folds) }
    }

    /// The fold, from 0, of every row.
    ///
    /// - Throws: `CohortError`, as `init` does.
    public static func assign(hospitals: [String]) throws(CohortError) -> [Int] {
        try HospitalFolds(hospitals: TextColumn(hospitals)).folds
    }
}

/// What must hold for folds, wherever they come from.
public enum FoldCheck {
    /// Checks that no group stands in two folds.
    ///
    /// - Throws: `CohortError`, which names the first group that does.
    public static func requireDisjoint(groups: TextColumn, folds: [Int]) throws(CohortError) {
        var foldOfCode: [Int32: Int] = [:]
        for (code, fold) in zip(groups.codes, folds) where code >= 0 {
            if let other = foldOfCode.updateValue(fold, forKey: code), other != fold {
                throw CohortError(
                    Problem(
                        "\(groups.levels[Int(code)]) stands in two folds, \(other) and \(fold)",
                        expected: "all rows of a group (patient) in one fold",
                        remedy: "Make the folds again with cygnet folds"
                    )
                )
            }
        }
    }
}
