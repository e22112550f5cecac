/// A symmetric matrix, kept whole, row by row.
struct SymmetricMatrix {
    let size: Int
    private let rows: [[Double]]

    /// The inner products of all pairs of columns.
    init(gramOf columns: [[Float]]) {
        size = columns.count
        var rows = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
        // Pieces of columns that stay in the processor's cache.
        let piece = 2_048
        let height = columns.first?.count ?? 0
        for start in stride(from: 0, to: height, by: piece) {
            let range = start..<min(start + piece, height)
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

    private static func product(_ first: [Float], _ second: [Float], _ range: Range<Int>) -> Double {
        var sums = SIMD8<Float>.zero
        let end = range.lowerBound + (range.count & ~7)
        first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                for offset in stride(from: range.lowerBound * 4, to: end * 4, by: 32) {
                    let left = first.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                    let right = second.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                    sums.addProduct(left, right)
                }
            }
        }
        return (end..<range.upperBound).reduce(Double(sums.sum())) { $0 + Double(first[$1] * second[$1]) }
    }
}

/// The eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.
struct SymmetricEigen {
    /// Eigenvalues, falling.
    let values: [Double]
    /// `vectors[i]` belongs to `values[i]`.
    let vectors: [[Double]]

    init(_ matrix: [[Double]]) {
        var a = matrix
        let size = matrix.count
        var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        for _ in 0..<50 {
            var rotated = false
            for p in 0..<size {
                for q in p + 1..<size where abs(a[p][q]) > 1e-15 * (abs(a[p][p]) + abs(a[q][q])) {
                    rotated = true
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let t = (theta < 0 ? -1.0 : 1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<size {
                        (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
                    }
                    for k in 0..<size {
                        (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
                        (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k])
                    }
                }
            }
            if !rotated { break }
        }
        let order = (0..<size).sorted { a[$0][$0] > a[$1][$1] }
        values = order.map { a[$0][$0] }
        vectors = order.map { v[$0] }
    }
}
