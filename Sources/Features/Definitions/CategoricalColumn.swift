import Cohorts

/// A metadata column whose levels become one-hot features.
struct CategoricalColumn: Sendable {
    /// The name of the column.
    let name: String

    /// Whether a missing value is a level of its own, which exists even where no training row is missing.
    ///
    /// Sex and site go unrecorded in the real data, and their absence says something: no malignant lesion lacks a site.
    let countsMissing: Bool

    /// The level that stands for a missing value.
    static let missingLevel = "missing"

    /// The six categories of the schema, in the order of their features.
    static let all = ISICSchema.categoricalColumns.map { name in
        CategoricalColumn(name: name, countsMissing: ISICSchema.column(name)?.mayBeMissing ?? false)
    }

    /// The name of the feature that is 1 where the column has the value `level`.
    static func featureName(_ column: String, _ level: String) -> String { "\(column)=\(level)" }
}
