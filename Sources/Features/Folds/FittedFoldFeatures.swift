public import Tables

/// What was learnt from the training rows of a fold; part of the model bundle.
///
/// A row's features follow from the row alone: scoring one patient gives the same numbers as scoring all.
public struct FittedFoldFeatures: Codable, Sendable, Equatable {
    let encodings: [TargetEncoding]
    let hospital: HospitalScores?

    /// The names of the features, in the order of the matrix.
    public var featureNames: [String] {
        encodings.map(\.featureName) + (hospital?.featureNames ?? [])
    }

    /// Whether a feature of this name follows from the hospital.
    public static func readsHospital(_ name: String) -> Bool {
        name == TargetEncoding.featureName(HospitalScores.hospitalColumn) || name.hasSuffix(HospitalScores.suffix)
    }

    /// What the features are, in the order of `featureNames`.
    public var catalogue: [FeatureDescription] {
        encodings.map(\.description) + (hospital?.descriptions ?? [])
    }

    /// The columns that `transform` needs, all of them.
    public var requiredColumns: [String] {
        var seen: Set<String> = []
        return (encodings.map(\.column) + (hospital?.requiredColumns ?? [])).filter { seen.insert($0).inserted }
    }

    /// Computes the features of rows that training did not have; NaN is missing.
    ///
    /// - Throws: `TableError` where a required column is absent or of the wrong type.
    public func transform(_ table: Table) throws -> FeatureMatrix {
        try table.require(requiredColumns)
        let shares = try encodings.map { encoding in
            encoding.values(of: try table.categories(encoding.column)).map { stored($0) as Float }
        }
        return try FeatureMatrix(
            names: featureNames,
            columns: shares + (try hospital?.columns(of: table) ?? []),
            rowCount: table.rowCount
        )
    }
}
