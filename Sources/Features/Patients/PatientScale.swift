/// Where a patient's values of one measure lie and how far they spread: what a lesion is compared with.
///
/// Every value is taken relative to the first one: lesions that are all alike then score exactly 0, and no digits are lost
/// where values are large beside their spread. The variance comes from one pass, as the mean of the squares less the square
/// of the mean: the first of n values lies within sqrt(n) standard deviations of their mean (Samuelson's inequality), so
/// that the difference keeps all but log2(n) of its bits.
struct PatientScale: Sendable {
    private let origin: Double
    /// The mean of the values relative to `origin`.
    private let mean: Double
    /// NaN where there is no standard deviation.
    private let divisor: Double

    /// Learns from the values of a patient's rows, of which those that are NaN take no part.
    ///
    /// Four sums side by side: one alone would wait for each addition before the next.
    init(_ values: UnsafeBufferPointer<Double>, of rows: UnsafeBufferPointer<Int32>) {
        let origin = rows.lazy.map { values[Int($0)] }.first { !$0.isNaN } ?? .nan
        var counts = SIMD4<Double>.zero
        var sums = SIMD4<Double>.zero
        var squares = SIMD4<Double>.zero
        @inline(__always)
        func add(_ four: SIMD4<Double>) {
            let isPresent = four .== four
            let differences = SIMD4<Double>.zero.replacing(with: four - origin, where: isPresent)
            counts += SIMD4<Double>.zero.replacing(with: 1, where: isPresent)
            sums += differences
            squares += differences * differences
        }
        let whole = rows.count & ~3
        for start in stride(from: 0, to: whole, by: 4) {
            add(
                SIMD4(
                    values[Int(rows[start])],
                    values[Int(rows[start + 1])],
                    values[Int(rows[start + 2])],
                    values[Int(rows[start + 3])]
                )
            )
        }
        var rest = SIMD4<Double>(repeating: .nan)
        for position in whole..<rows.count { rest[position - whole] = values[Int(rows[position])] }
        add(rest)
        let (count, sum) = (counts.sum(), sums.sum())
        let mean = sum / count
        let sumOfSquares = max(squares.sum() - mean * sum, 0)
        let standardDeviation = (sumOfSquares / (count - 1)).squareRoot()
        let isKnown = count > 1 && mean.isFinite && standardDeviation.isFinite
        self.origin = origin
        self.mean = mean
        divisor = isKnown ? standardDeviation + PatientNormalization.epsilon : .nan
    }

    /// How many standard deviations the value lies above the patient's mean; NaN where that is not known.
    @inline(__always)
    func score(_ value: Double) -> Double { (value - origin - mean) / divisor }
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
        rows.withUnsafeBufferPointer { rows in
            (ranges + [0..<0]).map { PatientScale(values, of: UnsafeBufferPointer(rebasing: rows[$0])) }
        }
    }
}
