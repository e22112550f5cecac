/// Where in the source every output pixel comes from: flips, distortion, rotation, scale, shift and the change of size in one.
///
/// The map is computed at every fourth output pixel and is linear between them: exact without a distortion, and with one off
/// by hundredths of a pixel, at the kinks of a grid by a quarter.
package struct InverseMap: Sendable {
    /// How many output pixels lie between two nodes.
    package static let spacing = 4

    /// Source columns and rows at the nodes, row by row.
    package let xs: [Float]
    /// See `xs`.
    package let ys: [Float]
    /// How many nodes there are along each axis.
    package let nodes: Int

    /// Composes the operations in the order in which they happen: view, distortion, similarity, resize.
    ///
    /// - Parameters:
    ///   - width: The columns of the source.
    ///   - height: The rows of the source.
    ///   - size: The side of the output in pixels.
    init(
        view: TestTimeView,
        distortion: Distortion?,
        similarity: Similarity,
        width: Int,
        height: Int,
        size: Int
    ) {
        let nodes = (size + Self.spacing - 1) / Self.spacing + 1
        self.nodes = nodes
        let inverse = similarity.inverse
        var xs = [Float](repeating: 0, count: nodes * nodes)
        var ys = xs
        for row in 0..<nodes {
            for column in 0..<nodes {
                let output = SIMD2(Double(column * Self.spacing), Double(row * Self.spacing))
                var point = inverse((output + 0.5) / Double(size) - 0.5)
                if let distortion { point = distortion(point) }
                if view.mirrorsColumns { point.x = -point.x }
                if view.mirrorsRows { point.y = -point.y }
                if view.transposes { point = SIMD2(point.y, point.x) }
                xs[row * nodes + column] = Float((point.x + 0.5) * Double(width) - 0.5)
                ys[row * nodes + column] = Float((point.y + 0.5) * Double(height) - 0.5)
            }
        }
        self.xs = xs
        self.ys = ys
    }

    /// Writes the source columns and rows of an output row.
    ///
    /// - Parameters:
    ///   - columns: Room for `size` numbers, rounded up to a multiple of four.
    ///   - rows: The same.
    func write(row: Int, columns: UnsafeMutablePointer<Float>, rows: UnsafeMutablePointer<Float>) {
        Self.write(xs, nodes: nodes, row: row, to: columns)
        Self.write(ys, nodes: nodes, row: row, to: rows)
    }

    private static func write(_ values: [Float], nodes: Int, row: Int, to output: UnsafeMutablePointer<Float>) {
        let upper = row / spacing * nodes
        let share = Float(row % spacing) / Float(spacing)
        values.withUnsafeBufferPointer { values in
            var left = values[upper] + (values[upper + nodes] - values[upper]) * share
            for cell in 0..<nodes - 1 {
                let above = values[upper + cell + 1]
                let right = above + (values[upper + nodes + cell + 1] - above) * share
                let step = (right - left) * (1 / Float(spacing))
                let start = cell * spacing
                output[start] = left
                output[start + 1] = left + step
                output[start + 2] = left + 2 * step
                output[start + 3] = left + 3 * step
                left = right
            }
        }
    }
}
