internal import Tables

/// The rotation that lays one embedding space on another: orthogonal Procrustes (Schoenemann, 1966).
///
/// Fine-tuning turns and deforms the space of every fold's model in its own way, so embeddings of different folds' models do
/// not correspond. The frozen pretrained embedding is one space for all lesions; the rotation `R` that brings a model's
/// embeddings `X` nearest to the frozen ones `T` of the same lesions, `min |X R - T|` with orthonormal `R`, is the orthogonal
/// factor of `X^T T`. No label takes part in it.
enum OrthogonalAlignment {
    /// Directions whose share of the largest singular value is below this are not determined by the lesions; they are left
    /// out.
    private static let leastShare = 1e-6

    /// Fits the rotation on lesions that have both embeddings.
    ///
    /// - Parameters:
    ///   - embeddings: the columns of the model's embeddings `[d][lesions]`.
    ///   - target: the columns of the frozen embeddings `[p][lesions]`, in the same order of lesions.
    /// - Returns: a map from d to p columns: centred on the model's mean, rotated, moved to the target's mean.
    static func fit(_ embeddings: [[Float]], target: [[Float]]) -> LinearMap {
        let height = embeddings.first?.count ?? 0
        let complete = (0..<height).filter { row in
            embeddings.allSatisfy { !$0[row].isNaN } && target.allSatisfy { !$0[row].isNaN }
        }
        let (x, inputMean) = centred(embeddings, complete)
        let (t, outputMean) = centred(target, complete)
        // [p][d]
        let product = t.map { target in x.map { SymmetricMatrix.product(target, $0) } }
        return LinearMap(
            inputMean: inputMean,
            outputMean: outputMean,
            weights: orthogonalFactor(product)
        )
    }

    /// `U V^T` of the singular value decomposition `U S V^T`: `M (M^T M)^(-1/2)`, from whichever side is smaller.
    static func orthogonalFactor(_ matrix: [[Double]]) -> [[Double]] {
        guard let wide = matrix.first?.count, wide > 0 else { return matrix }
        guard matrix.count <= wide else { return transposed(orthogonalFactor(transposed(matrix))) }
        let eigen = SymmetricEigen(matrix.map { row in matrix.map { dot(row, $0) } })
        let largest = eigen.values.first ?? 0
        var factor = matrix.map { _ in [Double](repeating: 0, count: wide) }
        for (value, vector) in zip(eigen.values, eigen.vectors) where value > largest * leastShare * leastShare {
            // u (u^T M) / s
            var row = [Double](repeating: 0, count: wide)
            for (weight, values) in zip(vector, matrix) { addMultiple(weight, of: values, to: &row) }
            let scale = 1 / value.squareRoot()
            for (index, weight) in vector.enumerated() { addMultiple(weight * scale, of: row, to: &factor[index]) }
        }
        return factor
    }

    private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
        (matrix.first ?? []).indices.map { column in matrix.map { $0[column] } }
    }

    private static func centred(_ columns: [[Float]], _ rows: [Int]) -> (columns: [[Float]], means: [Double]) {
        let means = columns.map { column in
            rows.reduce(0.0) { $0 + Double(column[$1]) } / Double(max(1, rows.count))
        }
        return (zip(columns, means).map { column, mean in rows.map { Float(Double(column[$0]) - mean) } }, means)
    }
}
