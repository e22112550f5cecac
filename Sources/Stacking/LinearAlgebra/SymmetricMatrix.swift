/// A symmetric matrix, kept whole, row by row.
struct SymmetricMatrix {
    let size: Int
    let rows: [[Double]]

    /// Rows of a piece of a column that stays in the processor's cache.
    private static let piece = 2_048

    /// The inner products of all pairs of columns.
    init(gramOf columns: [[Float]]) {
        size = columns.count
        var rows = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
        let height = columns.first?.count ?? 0
        for start in stride(from: 0, to: height, by: Self.piece) {
            let range = start..<min(start + Self.piece, height)
            for first in columns.indices {
                for second in first..<columns.count {
                    rows[first][second] += Self.product(columns[first], columns[second], range)
                }
            }
        }
        for first in columns.indices {
            for second in 0..<first { rows[first][second] = rows[second][first] }
        }
        self.rows = rows
    }

    /// The matrix times a vector.
    func times(_ vector: [Double]) -> [Double] {
        rows.map { dot($0, vector) }
    }

    /// The inner product of two columns: summed in pieces, so that single precision suffices within one.
    static func product(_ first: [Float], _ second: [Float]) -> Double {
        stride(from: 0, to: first.count, by: piece).reduce(0) { sum, start in
            sum + product(first, second, start..<min(start + piece, first.count))
        }
    }

    private static func product(_ first: [Float], _ second: [Float], _ range: Range<Int>) -> Double {
        var sums = SIMD8<Float>.zero
        let end = range.lowerBound + (range.count & ~7)
        first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                for offset in stride(from: range.lowerBound * 4, to: end * 4, by: 32) {
                    let left = first.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                    let right = second.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                    // Not `addProduct`: without such an instruction it calls a function for every number.
                    sums += left * right
                }
            }
        }
        return (end..<range.upperBound).reduce(Double(sums.sum())) { $0 + Double(first[$1] * second[$1]) }
    }
}
