public import Tables

/// Columns relative to the patient's other lesions, for numbers that come from elsewhere than the metadata.
public enum PatientRelativeColumns {
    /// `(x - mean of the patient) / (sd of the patient, n - 1, + 1e-5)` of every column, as the features have it; missing
    /// for a patient with one lesion. Named as the features are, `<column>_patient_norm`.
    ///
    /// - Parameters:
    ///   - matrix: The columns.
    ///   - groups: The patient of each row.
    public static func of(_ matrix: FeatureMatrix, groups: TextColumn) throws -> FeatureMatrix {
        let columns = matrix.columns.map { $0.map(Double.init) }
        let hashes = contentHashes(of: columns, rowCount: matrix.rowCount)
        let patients = PatientGroups(groups, contentHashes: hashes)
        return try FeatureMatrix(
            names: matrix.names.map(PatientNormalization.featureName),
            columns: columns.map { PatientNormalization.normalize($0, within: patients, as: Float.self) },
            rowCount: matrix.rowCount
        )
    }
}
