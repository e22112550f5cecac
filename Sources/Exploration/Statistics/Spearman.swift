import Parallelism

/// Spearman's rank correlation of every pair of columns, over the rows where both hold a number (as pandas).
struct Spearman {
    /// The correlations, row by row; NaN where a column is constant or too few rows are shared.
    let matrix: [[Double]]

    /// Correlates columns of equal length.
    init(columns: [[Double]], orders: [RowOrder]) {
        let count = columns.count
        let standardised = concurrentMap(count) { index in
            orders[index].rows.count == columns[index].count
                ? Self.standardised(orders[index].meanRanks(of: columns[index])) : nil
        }
        // One triangle, row by row, so that both cores have work.
        let triangle = concurrentMap(count) { row in
            (0..<row).map { column -> Double in
                if let first = standardised[row], let second = standardised[column] {
                    return Self.product(first, second)
                }
                return Self.ofSharedRows(columns[row], columns[column])
            }
        }
        var matrix = [[Double]](repeating: [Double](repeating: 1, count: count), count: count)
        for (row, values) in triangle.enumerated() {
            for (column, value) in values.enumerated() {
                matrix[row][column] = value
                matrix[column][row] = value
            }
        }
        self.matrix = matrix
    }

    /// Ranks as numbers of mean 0 and length 1; nothing tells a constant column apart.
    private static func standardised(_ ranks: [Double]) -> [Float] {
        let mean = Double(ranks.count + 1) / 2
        let length = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
        return ranks.map { length > 0 ? Float(($0 - mean) / length) : .nan }
    }

    private static func product(_ first: [Float], _ second: [Float]) -> Double {
        // Blocks in single precision, added up in double: fast, and exact to seven digits.
        var total = 0.0
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var start = 0
                while start < first.count {
                    let end = min(start + 1024, first.count)
                    var lanes = SIMD8<Float>.zero
                    var index = start
                    while index + 8 <= end {
                        var a = SIMD8<Float>()
                        var b = SIMD8<Float>()
                        for lane in 0..<8 {
                            a[lane] = first[index + lane]
                            b[lane] = second[index + lane]
                        }
                        lanes += a * b
                        index += 8
                    }
                    total += Double(lanes.sum())
                    while index < end {
                        total += Double(first[index] * second[index])
                        index += 1
                    }
                    start = end
                }
            }
        }
        return max(-1, min(1, total))
    }

    private static func ofSharedRows(_ first: [Double], _ second: [Double]) -> Double {
        let shared = first.indices.filter { first[$0].isFinite && second[$0].isFinite }
        guard shared.count > 2 else { return .nan }
        let ranks = [first, second].map { column in
            let values = shared.map { column[$0] }
            return standardised(RowOrder(values).meanRanks(of: values))
        }
        return product(ranks[0], ranks[1])
    }
}
