internal import Randomness
internal import Tables

/// A projection of an embedding on its principal components, fitted on training rows only.
///
/// Fitted by orthogonal iteration with a Rayleigh-Ritz step (Golub and Van Loan, Matrix Computations, section 8.2) on the
/// covariance of at most 20,000 rows: the leading components of a 1,280-wide embedding need no more.
struct PrincipalComponents: Codable, Sendable, Equatable {
    /// From the embedding to its components, which have the mean 0.
    let map: LinearMap

    static let fittingRows = 20_000
    private static let iterations = 60
    private static let oversampling = 8

    /// How many components there are.
    var count: Int { map.outputCount }

    /// Fits at most `count` components on rows of `matrix` without missing values; fewer where the data has fewer.
    init(_ matrix: FeatureMatrix, rows: [Int], count: Int, seed: UInt64) {
        let width = matrix.columns.count
        let complete = rows.filter { row in matrix.columns.allSatisfy { !$0[row].isNaN } }
        var generator = SeededGenerator(seed: seed)
        let chosen =
            complete.count <= Self.fittingRows
            ? complete
            : generator.permutation(of: complete.count).prefix(Self.fittingRows).sorted().map { complete[$0] }
        let means = matrix.columns.map { column in
            chosen.reduce(0.0) { $0 + Double(column[$1]) } / Double(max(1, chosen.count))
        }
        let centred = zip(matrix.columns, means).map { column, mean in
            chosen.map { Float(Double(column[$0]) - mean) }
        }
        let components = Self.leading(
            of: SymmetricMatrix(gramOf: centred),
            count: min(count, width, max(0, chosen.count - 1)),
            &generator
        )
        map = LinearMap(inputMean: means, outputMean: components.map { _ in 0 }, weights: components)
    }

    /// Returns the components of every row of `matrix`, column by column; missing where any input is missing.
    func project(_ matrix: FeatureMatrix, threads: Int) -> [[Float]] {
        map.apply(matrix.columns, rowCount: matrix.rowCount, threads: threads)
    }

    /// The leading eigenvectors, by falling eigenvalue; the largest entry of each is positive.
    private static func leading(
        of matrix: SymmetricMatrix,
        count: Int,
        _ generator: inout SeededGenerator
    ) -> [[Double]] {
        let block = min(matrix.size, count + oversampling)
        guard count > 0 else { return [] }
        var basis = (0..<block).map { _ in (0..<matrix.size).map { _ in generator.normal() } }
        orthonormalise(&basis)
        for _ in 0..<iterations {
            basis = basis.map(matrix.times)
            orthonormalise(&basis)
        }
        // Rayleigh-Ritz: the eigenvectors within the subspace.
        let images = basis.map(matrix.times)
        let small = basis.map { vector in images.map { dot(vector, $0) } }
        let rotations = SymmetricEigen(small).vectors
        return rotations.prefix(count).map { rotation in
            var vector = [Double](repeating: 0, count: matrix.size)
            for (weight, direction) in zip(rotation, basis) {
                for position in vector.indices { vector[position] += weight * direction[position] }
            }
            let largest = vector.max { abs($0) < abs($1) } ?? 1
            return largest < 0 ? vector.map { -$0 } : vector
        }
    }

    /// Modified Gram and Schmidt, twice; directions without length become zero.
    private static func orthonormalise(_ basis: inout [[Double]]) {
        for index in basis.indices {
            for _ in 0..<2 {
                for other in 0..<index {
                    let overlap = dot(basis[index], basis[other])
                    for position in basis[index].indices { basis[index][position] -= overlap * basis[other][position] }
                }
            }
            let length = dot(basis[index], basis[index]).squareRoot()
            let scale = length > 1e-200 ? 1 / length : 0
            for position in basis[index].indices { basis[index][position] *= scale }
        }
    }
}
