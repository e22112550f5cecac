/// How far a lesion's value lies from its patient's mean, in the patient's standard deviations: the ugly-duckling sign.
///
/// `(x - mean) / (sd + 1e-5)` with the sample standard deviation (n - 1). Missing values take no part. Where a patient has
/// fewer than two values there is no standard deviation, and the result is missing, not zero.
enum PatientNormalization {
    /// Added to the standard deviation, so that lesions that are all alike do not divide by zero.
    static let epsilon = 1e-5

    /// The name of a feature's value relative to the patient's other lesions.
    static func featureName(_ feature: String) -> String { feature + "_patient_norm" }

    /// The normalised values, one per row, in the precision of `Value`; NaN is missing.
    static func normalize<Value: BinaryFloatingPoint>(
        _ values: [Double],
        within patients: PatientGroups,
        as type: Value.Type
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: values.count) { scores, count in
            count = values.count
            values.withUnsafeBufferPointer { patients.forEachScore(of: $0) { scores[$0] = stored($1) } }
        }
    }
}
