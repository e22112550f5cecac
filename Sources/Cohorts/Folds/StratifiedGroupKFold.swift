public import Diagnostics
import Randomness
public import Tables

/// Splits rows into folds that share no group (patient) and have about the same share of each class.
///
/// The algorithm of scikit-learn 1.8 and later (`StratifiedGroupKFold`), equal to it without shuffling. With a seed, the
/// groups are permuted first, counts and identifiers together; scikit-learn up to 1.7.2 permuted the counts only, which
/// left its folds neither stratified nor balanced. The fold of a group never depends on the order of the rows.
public struct StratifiedGroupKFold: Sendable {
    /// The number of folds.
    public let splits: Int

    /// The seed of the permutation of groups, or nil for none.
    public let shuffleSeed: UInt64?

    /// Describes a split into `splits` folds.
    public init(splits: Int, shuffleSeed: UInt64? = nil) {
        self.splits = splits
        self.shuffleSeed = shuffleSeed
    }

    /// The fold, from 0, of every row.
    ///
    /// - Throws: `CohortError` where there is one class only, or fewer groups than folds, or fewer than two folds.
    public func assign(labels: [Int], groups: [String]) throws(CohortError) -> [Int] {
        try assign(labels: labels, groups: TextColumn(groups))
    }

    /// The fold, from 0, of every row.
    ///
    /// - Throws: `CohortError` where there is one class only, fewer groups than folds, fewer than two folds, or a row
    ///   without a group.
    public func assign(labels: [Int], groups: TextColumn) throws(CohortError) -> [Int] {
        let counts = try GroupCounts(labels: labels, groups: groups)
        try check(counts)
        var order = Array(counts.groups.indices)
        if let shuffleSeed {
            var generator = SeededGenerator(seed: shuffleSeed)
            order = generator.permutation(of: order.count)
        }
        let spread = counts.groups.map { group in
            standardDeviation(count: group.counts.count) { group.counts[$0] }
        }
        // Swift's sort is stable: equal groups keep the order of their identifiers, or of the permutation.
        order.sort { spread[$0] > spread[$1] }

        var folds = FoldCounts(splits: splits, classTotals: counts.classTotals)
        var foldOfCode = Array(repeating: 0, count: groups.levels.count)
        for group in order {
            let fold = folds.bestFold(for: counts.groups[group].counts)
            folds.add(counts.groups[group].counts, to: fold)
            foldOfCode[Int(counts.groups[group].code)] = fold
        }
        return groups.codes.map { foldOfCode[Int($0)] }
    }

    /// What to know about the folds of these rows, though they can be made: classes with fewer groups than folds.
    ///
    /// - Throws: `CohortError`, as `assign` does.
    public func warnings(labels: [Int], groups: TextColumn) throws(CohortError) -> [Problem] {
        let counts = try GroupCounts(labels: labels, groups: groups)
        return counts.classes.indices.compactMap { position in
            let holders = counts.groups.count { $0.counts[position] > 0 }
            guard holders < splits else { return nil }
            return Problem(
                "class \(counts.classes[position]) stands in fewer groups than there are folds",
                expected: "at least \(splits) groups",
                found: "\(holders)",
                remedy: "Ask for fewer folds, or expect folds without this class"
            )
        }
    }

    private func check(_ counts: GroupCounts) throws(CohortError) {
        guard splits >= 2 else {
            throw CohortError(
                Problem(
                    "the rows cannot be split",
                    expected: "at least 2 folds",
                    found: "\(splits)",
                    remedy: "Ask for more folds"
                ),
                category: .usage
            )
        }
        guard counts.classes.count >= 2 else {
            throw CohortError(
                Problem(
                    "folds cannot be stratified: the cohort has one class only",
                    expected: "malignant and benign lesions",
                    found: counts.classes.first.map { "only target \($0)" } ?? "no rows",
                    remedy: "Add lesions of the other class, or check the label column"
                )
            )
        }
        guard counts.groups.count >= splits else {
            throw CohortError(
                Problem(
                    "there are fewer groups (patients) than folds",
                    expected: "at least \(splits)",
                    found: "\(counts.groups.count)",
                    remedy: "Ask for fewer folds, or add patients"
                )
            )
        }
    }
}

/// How many rows of each class every group has; groups sorted by identifier.
private struct GroupCounts {
    let classes: [Int]
    let classTotals: [Double]
    let groups: [(code: Int32, counts: [Double])]

    init(labels: [Int], groups: TextColumn) throws(CohortError) {
        guard labels.count == groups.count else {
            throw CohortError(
                Problem(
                    "labels and groups differ in length",
                    expected: "\(labels.count) groups",
                    found: "\(groups.count)"
                )
            )
        }
        if let row = groups.codes.firstIndex(of: -1) {
            throw CohortError(
                Problem(
                    "a row has no group (patient)",
                    at: "row \(row + 1)",
                    remedy: "Fill the group column, or leave the row out"
                )
            )
        }
        let classes = Set(labels).sorted()
        let positionOfClass = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        var totals = Array(repeating: 0.0, count: classes.count)
        var counts = Array(repeating: totals, count: groups.levels.count)
        for (label, code) in zip(labels, groups.codes) {
            guard let position = positionOfClass[label] else { continue }
            totals[position] += 1
            counts[Int(code)][position] += 1
        }
        // By code point, as numpy sorts; levels that no row has are no groups.
        let sorted = groups.levels.indices
            .filter { counts[$0].contains { $0 > 0 } }
            .sorted { groups.levels[$0].unicodeScalars.lexicographicallyPrecedes(groups.levels[$1].unicodeScalars) }
        self.classes = classes
        classTotals = totals
        self.groups = sorted.map { (Int32($0), counts[$0]) }
    }
}

/// How many rows of each class the folds have so far.
private struct FoldCounts {
    private let splits: Int
    private let classTotals: [Double]
    /// Fold after fold, the rows of each class.
    private var counts: [Double]

    init(splits: Int, classTotals: [Double]) {
        self.splits = splits
        self.classTotals = classTotals
        counts = Array(repeating: 0, count: splits * classTotals.count)
    }

    mutating func add(_ group: [Double], to fold: Int) {
        for position in group.indices { counts[fold * group.count + position] += group[position] }
    }

    /// The fold that leaves the classes spread most evenly once `group` is in it; among equals the smallest.
    func bestFold(for group: [Double]) -> Int {
        var best = (fold: 0, evenness: Double.infinity, rows: Double.infinity)
        for fold in 0..<splits {
            let evenness = meanSpread(adding: group, to: fold)
            let rows = classTotals.indices.reduce(0) { $0 + counts[fold * classTotals.count + $1] }
            if evenness < best.evenness || (isClose(evenness, best.evenness) && rows < best.rows) {
                best = (fold, evenness, rows)
            }
        }
        return best.fold
    }

    /// The mean over classes of the standard deviation over folds of the fold's share of the class.
    private func meanSpread(adding group: [Double], to fold: Int) -> Double {
        var sum = 0.0
        for position in group.indices {
            sum += standardDeviation(count: splits) { other in
                let rows = counts[other * group.count + position] + (other == fold ? group[position] : 0)
                return rows / classTotals[position]
            }
        }
        return sum / Double(group.count)
    }

    /// `numpy.isclose` with its default tolerances.
    private func isClose(_ value: Double, _ reference: Double) -> Bool {
        reference.isFinite && abs(value - reference) <= 1e-8 + 1e-5 * abs(reference)
    }
}

/// The population standard deviation of `value(0)` to `value(count - 1)`, summed in order as numpy sums so few values.
private func standardDeviation(count: Int, _ value: (Int) -> Double) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += value(index) }
    let mean = sum / Double(count)
    var squares = 0.0
    for index in 0..<count { squares += (value(index) - mean) * (value(index) - mean) }
    return (squares / Double(count)).squareRoot()
}
