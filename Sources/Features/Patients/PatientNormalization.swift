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
        let (count, sum) = total(values) { $0 - origin }
        let mean = sum / count
        let sumOfSquares = total(values) { value in
            let difference = value - origin - mean
            return difference * difference
        }.sum
        let standardDeviation = (sumOfSquares / (count - 1)).squareRoot()
        guard count > 1, mean.isFinite, standardDeviation.isFinite else { return false }
        let scale = standardDeviation + epsilon
        for position in values.indices { values[position] = (values[position] - origin - mean) / scale }
        return true
    }

    /// The number of values that are there, and the sum of their `term`.
    ///
    /// Four sums side by side: one alone would wait for each addition before the next.
    @inline(__always)
    private static func total(
        _ values: UnsafeMutableBufferPointer<Double>,
        _ term: (SIMD4<Double>) -> SIMD4<Double>
    ) -> (count: Double, sum: Double) {
        var counts = SIMD4<Double>.zero
        var sums = SIMD4<Double>.zero
        func add(_ four: SIMD4<Double>) {
            let isPresent = four .== four
            counts += SIMD4<Double>.zero.replacing(with: 1, where: isPresent)
            sums += SIMD4<Double>.zero.replacing(with: term(four), where: isPresent)
        }
        let whole = values.count & ~3
        for start in stride(from: 0, to: whole, by: 4) {
            add(SIMD4(values[start], values[start + 1], values[start + 2], values[start + 3]))
        }
        var rest = SIMD4<Double>(repeating: .nan)
        for position in whole..<values.count { rest[position - whole] = values[position] }
        add(rest)
        return (counts.sum(), sums.sum())
    }
}
