/// How far a lesion's value lies from its patient's mean, in the patient's standard deviations: the ugly-duckling sign.
///
/// `(x - mean) / (sd + 1e-5)` with the sample standard deviation (n - 1). Missing values take no part. Where a patient has
/// fewer than two values there is no standard deviation, and the result is missing, not zero.
enum PatientNormalization {
    /// Added to the standard deviation, so that lesions that are all alike do not divide by zero.
    static let epsilon = 1e-5

    /// The normalised values, one per row; NaN is missing.
    ///
    /// Every value is taken relative to the patient's first one: lesions that are all alike then give exactly 0, and no
    /// digits are lost where values are large beside their spread.
    static func normalize(_ values: [Double], within patients: PatientGroups) -> [Double] {
        var result = [Double](repeating: .nan, count: values.count)
        for range in patients.ranges where range.count > 1 {
            let members = patients.rows[range]
            guard let first = members.first(where: { !values[Int($0)].isNaN }) else { continue }
            let origin = values[Int(first)]
            var count = 0.0
            var sum = 0.0
            for row in members {
                let distance = values[Int(row)] - origin
                if !distance.isNaN {
                    count += 1
                    sum += distance
                }
            }
            let mean = sum / count
            var sumOfSquares = 0.0
            for row in members {
                let deviation = values[Int(row)] - origin - mean
                if !deviation.isNaN { sumOfSquares += deviation * deviation }
            }
            let standardDeviation = (sumOfSquares / (count - 1)).squareRoot()
            guard count > 1, mean.isFinite, standardDeviation.isFinite else { continue }
            let scale = standardDeviation + epsilon
            for row in members { result[Int(row)] = (values[Int(row)] - origin - mean) / scale }
        }
        return result
    }
}
