public import Diagnostics
public import Tables

extension FittedPatientFeatures {
    /// What a user should know before rows are scored: categories with values that no training row had.
    ///
    /// Such a value (an unseen hospital) is expected: its one-hot features are all zero. Required columns must be there.
    ///
    /// - Throws: `TableError` where a categorical column is absent or holds numbers.
    public func warnings(about table: Table) throws -> [Problem] {
        try vocabularies.compactMap { vocabulary in
            let values = try table.categories(vocabulary.column)
            let positions = vocabulary.positions(of: values)
            let unknown = positions.indices.filter { positions[$0] < 0 && values.codes[$0] >= 0 }
            guard !unknown.isEmpty else { return nil }
            let names = Set(unknown.map { values.levels[Int(values.codes[$0])] }).sorted()
            let shown =
                names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
            return Problem(
                "\(unknown.count) \(unknown.count == 1 ? "row has" : "rows have") a value of \(vocabulary.column) that "
                    + "training did not have: \(shown)",
                at: table.origin,
                remedy: "Nothing to do: the value counts as none of the known ones"
            )
        }
    }
}
