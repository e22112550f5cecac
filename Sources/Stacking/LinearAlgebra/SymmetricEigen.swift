internal import Foundation
internal import Parallelism

/// The eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonal form, then implicit QL steps (Golub and
/// Van Loan, Matrix Computations, sections 8.3 and 8.5).
struct SymmetricEigen {
    /// Eigenvalues, falling.
    let values: [Double]
    /// `vectors[i]` belongs to `values[i]`; they are orthonormal.
    let vectors: [[Double]]

    init(_ matrix: [[Double]]) {
        var form = TridiagonalForm(matrix)
        form.rotateToDiagonal()
        let order = matrix.indices.sorted { form.diagonal[$0] > form.diagonal[$1] }
        values = order.map { form.diagonal[$0] }
        vectors = order.map { form.vector($0) }
    }
}

/// A symmetric matrix as a tridiagonal one between an orthonormal basis and its transpose.
private struct TridiagonalForm {
    private(set) var diagonal: [Double]
    /// One basis vector after the other, in the order of the diagonal.
    private var basis: [Double]
    /// `coupling[i]` stands beside the diagonal, between `i` and `i + 1`; the last is 0.
    private var coupling: [Double]

    /// Reflects one column after the other until nothing is left beside the two diagonals.
    init(_ matrix: [[Double]]) {
        let size = matrix.count
        var a = matrix
        var rows = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        for column in 0..<max(0, size - 2) {
            // Only what stands to the right of the column and below it changes.
            let active = column + 1..<size
            var v = active.map { a[$0][column] }
            let length = dot(v, v).squareRoot()
            guard length > 0 else { continue }
            v[0] += v[0] < 0 ? -length : length
            let scale = (2 / dot(v, v)).squareRoot()
            for index in v.indices { v[index] *= scale }
            // With v of length sqrt(2) the reflection is 1 - v v^T, and a becomes a - v w^T - w v^T.
            a[column + 1][column] = v[0] > 0 ? -length : length
            var w = active.map { dot(a[$0][active], v[...]) }
            let half = dot(v, w) / 2
            for index in w.indices { w[index] -= half * v[index] }
            for (index, row) in active.enumerated() {
                addMultiple(-v[index], of: w, to: &a[row], from: column + 1)
                addMultiple(-w[index], of: v, to: &a[row], from: column + 1)
            }
            Self.reflect(&rows, v, from: column + 1)
        }
        diagonal = (0..<size).map { a[$0][$0] }
        coupling = (0..<max(0, size - 1)).map { a[$0 + 1][$0] } + [0]
        basis = (0..<size).flatMap { column in rows.map { $0[column] } }
    }

    /// The basis vector that belongs to the `i`-th diagonal entry.
    func vector(_ i: Int) -> [Double] { Array(basis[i * diagonal.count..<(i + 1) * diagonal.count]) }

    /// Multiplies `rows` by the reflection `1 - v v^T`, whose vector begins at position `start`. No two rows depend on each
    /// other, so all cores share them.
    private static func reflect(_ rows: inout [[Double]], _ v: [Double], from start: Int) {
        rows.withUnsafeMutableBufferPointer { rows in
            nonisolated(unsafe) let rows = rows
            concurrentPieces(of: rows.count, length: pieceLength) { piece in
                for row in piece { addMultiple(-dot(rows[row][start...], v[...]), of: v, to: &rows[row], from: start) }
            }
        }
    }

    /// Implicit QL steps with Wilkinson's shift; the rotations are applied to the basis.
    mutating func rotateToDiagonal() {
        for start in diagonal.indices {
            // A few steps suffice for each value; the bound only ends the loop for matrices that are not finite.
            for _ in 0..<60 {
                var end = start
                while end + 1 < diagonal.count,
                    abs(coupling[end]) > .ulpOfOne * (abs(diagonal[end]) + abs(diagonal[end + 1]))
                { end += 1 }
                guard end > start else { break }
                step(start, end)
            }
        }
    }

    private mutating func step(_ start: Int, _ end: Int) {
        var rotations: [Rotation] = []
        rotations.reserveCapacity(end - start)
        defer { turn(rotations) }
        let middle = (diagonal[start + 1] - diagonal[start]) / (2 * coupling[start])
        let root = hypot(middle, 1)
        var g = diagonal[end] - diagonal[start] + coupling[start] / (middle + (middle < 0 ? -root : root))
        var (s, c, p) = (1.0, 1.0, 0.0)
        for i in stride(from: end - 1, through: start, by: -1) {
            let f = s * coupling[i]
            let b = c * coupling[i]
            let r = hypot(f, g)
            coupling[i + 1] = r
            guard r > 0 else {
                diagonal[i + 1] -= p
                coupling[end] = 0
                return
            }
            s = f / r
            c = g / r
            g = diagonal[i + 1] - p
            let t = (diagonal[i] - g) * s + 2 * c * b
            p = s * t
            diagonal[i + 1] = g + p
            g = c * t - b
            rotations.append(Rotation(vector: i, cosine: c, sine: s))
        }
        diagonal[start] -= p
        coupling[start] = g
        coupling[end] = 0
    }

    /// Turns neighbouring basis vectors, one pair after the other. No two entries of a vector depend on each other, so all
    /// cores share them, in pieces that stay in the cache.
    private mutating func turn(_ rotations: [Rotation]) {
        let size = diagonal.count
        basis.withUnsafeMutableBufferPointer { basis in
            nonisolated(unsafe) let basis = basis
            concurrentPieces(of: size, length: pieceLength) { piece in
                for rotation in rotations {
                    let first = rotation.vector * size
                    let lower = UnsafeMutableBufferPointer(
                        rebasing: basis[first + piece.lowerBound..<first + piece.upperBound]
                    )
                    let next = first + size
                    let upper = UnsafeMutableBufferPointer(
                        rebasing: basis[next + piece.lowerBound..<next + piece.upperBound]
                    )
                    for index in lower.indices {
                        let (low, high) = (lower[index], upper[index])
                        upper[index] = rotation.sine * low + rotation.cosine * high
                        lower[index] = rotation.cosine * low - rotation.sine * high
                    }
                }
            }
        }
    }
}

/// How many rows, or entries of a vector, one core works on at a time.
private let pieceLength = 128

/// A turn of the basis vectors `vector` and `vector + 1` in their plane.
private struct Rotation {
    let vector: Int
    let cosine: Double
    let sine: Double
}
