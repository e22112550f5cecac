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
        patients.map(values, as: type, standardize)
    }

    /// Replaces one patient's values by their scores; returns false where there is no standard deviation.
    ///
    /// Every value is taken relative to the first one: lesions that are all alike then give exactly 0, and no digits are
    /// lost where values are large beside their spread.
    static func standardize(_ values: UnsafeMutableBufferPointer<Double>) -> Bool {
        guard let origin = values.first(where: { !$0.isNaN }) else { return false }
        var count = 0.0
        var sum = 0.0
        for position in values.indices {
            let distance = values[position] - origin
            values[position] = distance
            count += distance.isNaN ? 0 : 1
            sum += distance.isNaN ? 0 : distance
        }
        let mean = sum / count
        var sumOfSquares = 0.0
        for position in values.indices {
            let deviation = values[position] - mean
            values[position] = deviation
            sumOfSquares += deviation.isNaN ? 0 : deviation * deviation
        }
        let standardDeviation = (sumOfSquares / (count - 1)).squareRoot()
        guard count > 1, mean.isFinite, standardDeviation.isFinite else { return false }
        let scale = standardDeviation + epsilon
        for position in values.indices { values[position] /= scale }
        return true
    }
}
