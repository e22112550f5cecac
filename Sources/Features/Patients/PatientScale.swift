/// Where a patient's values of one measure lie and how far they spread: what a lesion is compared with.
///
/// Every value is taken relative to the first one: lesions that are all alike then score exactly 0, and no digits are lost
/// where values are large beside their spread.
struct PatientScale: Sendable {
    private let origin: Double
    /// The mean of the values relative to `origin`.
    private let mean: Double
    /// NaN where there is no standard deviation.
    private let divisor: Double

    /// Learns from a patient's values, of which those that are NaN take no part.
    init(_ values: UnsafeBufferPointer<Double>) {
        let origin = values.first { !$0.isNaN } ?? .nan
        let (count, sum) = Self.total(values) { $0 - origin }
        let mean = sum / count
        let sumOfSquares = Self.total(values) { value in
            let difference = value - origin - mean
            return difference * difference
        }.sum
        let standardDeviation = (sumOfSquares / (count - 1)).squareRoot()
        let isKnown = count > 1 && mean.isFinite && standardDeviation.isFinite
        self.origin = origin
        self.mean = mean
        divisor = isKnown ? standardDeviation + PatientNormalization.epsilon : .nan
    }

    /// How many standard deviations the value lies above the patient's mean; NaN where that is not known.
    @inline(__always)
    func score(_ value: Double) -> Double { (value - origin - mean) / divisor }

    /// The number of values that are there, and the sum of their `term`.
    ///
    /// Four sums side by side: one alone would wait for each addition before the next.
    @inline(__always)
    private static func total(
        _ values: UnsafeBufferPointer<Double>,
        _ term: (SIMD4<Double>) -> SIMD4<Double>
    ) -> (count: Double, sum: Double) {
        var counts = SIMD4<Double>.zero
        var sums = SIMD4<Double>.zero
        @inline(__always)
        func add(_ four: SIMD4<Double>) {
            let isPresent = four .== four
            counts += SIMD4<Double>.zero.replacing(with: 1, where: isPresent)
            sums += SIMD4<Double>.zero.replacing(with: term(four), where: isPresent)
        }
        let bytes = UnsafeRawBufferPointer(values)
        let whole = values.count & ~3
        for start in stride(from: 0, to: whole, by: 4) {
            add(bytes.loadUnaligned(fromByteOffset: start * MemoryLayout<Double>.stride, as: SIMD4<Double>.self))
        }
        var rest = SIMD4<Double>(repeating: .nan)
        for position in whole..<values.count { rest[position - whole] = values[position] }
        add(rest)
        return (counts.sum(), sums.sum())
    }
}

extension PatientGroups {
    /// Calls `body` with every row and how far its value lies from its group's mean, in the group's standard deviations.
    @inline(__always)
    func forEachScore(of values: UnsafeBufferPointer<Double>, _ body: (_ row: Int, _ score: Double) -> Void) {
        groupOfRow.withUnsafeBufferPointer { groupOfRow in
            scales(of: values).withUnsafeBufferPointer { scales in
                for row in groupOfRow.indices { body(row, scales[Int(groupOfRow[row])].score(values[row])) }
            }
        }
    }

    /// The scale of each group; behind them one for the rows without a group, by which nothing has a score.
    private func scales(of values: UnsafeBufferPointer<Double>) -> [PatientScale] {
        let nothing = PatientScale(UnsafeBufferPointer(start: nil, count: 0))
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: largest) { buffer in
            rows.withUnsafeBufferPointer { rows in
                ranges.map { range in
                    for (place, position) in range.enumerated() { buffer[place] = values[Int(rows[position])] }
                    return PatientScale(UnsafeBufferPointer(rebasing: buffer[..<range.count]))
                } + [nothing]
            }
        }
    }
}
