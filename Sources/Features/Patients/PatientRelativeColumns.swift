public import Tables

/// Columns relative to the patient's other lesions, for numbers that come from elsewhere than the metadata.
public enum PatientRelativeColumns {
    /// What is appended to a column's name.
    public static let suffix = "_patient_norm"

    /// `(x - mean of the patient) / (sd of the patient, n - 1, + 1e-5)` of every column, as the features have it; missing
    /// for a patient with one lesion.
    ///
    /// - Parameters:
    ///   - matrix: The columns.
    ///   - groups: The patient of each row.
    public static func of(_ matrix: FeatureMatrix, groups: TextColumn) throws -> FeatureMatrix {
        let columns = matrix.columns.map { $0.map(Double.init) }
        let hashes = contentHashes(of: columns, rowCount: matrix.rowCount)
        let patients = PatientGroups(groups, contentHashes: hashes)
        return try FeatureMatrix(
            names: matrix.names.map { $0 + suffix },
            columns: columns.map { PatientNormalization.normalize($0, within: patients, as: Float.self) },
            rowCount: matrix.rowCount
        )
    }
}
