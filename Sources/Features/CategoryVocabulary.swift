import Tables

/// The levels of one categorical column, learnt from the training rows; each becomes a feature of zeros and ones.
public struct CategoryVocabulary: Codable, Sendable, Equatable {
    /// The categorical column.
    public let column: String

    /// The levels, sorted, the level `missing` last where missing values are a level of their own.
    public let levels: [String]

    /// Collects the levels that occur in `values`.
    init(_ column: CategoricalColumn, values: TextColumn) {
        var occurs = [Bool](repeating: false, count: values.levels.count)
        for code in values.codes where code >= 0 { occurs[Int(code)] = true }
        let found = Set(zip(values.levels, occurs).filter { $0.1 }.map(\.0)).subtracting([
            CategoricalColumn.missingLevel
        ])
        self.column = column.name
        levels = found.sorted() + (column.countsMissing ? [CategoricalColumn.missingLevel] : [])
    }

    /// The names of the features, one per level.
    public var featureNames: [String] {
        levels.map { CategoricalColumn.featureName(column, $0) }
    }

    /// Returns, for each row, the position of its value among the levels, or -1 where the value is unknown.
    ///
    /// A value that no training row had (an unseen hospital) is unknown: all its features are zero. So is a missing value,
    /// unless missing is a level of the column.
    func positions(of values: TextColumn) -> [Int32] {
        let known = Dictionary(zip(levels, levels.indices.map(Int32.init))) { first, _ in first }
        let missing = known[CategoricalColumn.missingLevel] ?? -1
        let positionOfCode = values.levels.map { known[$0] ?? -1 }
        return values.codes.map { $0 < 0 ? missing : positionOfCode[Int($0)] }
    }
}
