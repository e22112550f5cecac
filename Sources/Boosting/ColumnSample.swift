internal import CLightGBM
internal import Tables

/// A sample of the rows, column by column, as `LGBM_DatasetCreateFromSampledColumn` wants it: zeros are left out.
final class ColumnSample {
    /// How many values each column has.
    let counts: [Int32]

    /// How many rows were sampled.
    let rowCount: Int32

    private let values: [UnsafeMutablePointer<Double>?]
    private let positions: [UnsafeMutablePointer<Int32>?]

    /// LightGBM's `kZeroThreshold`: what is nearer to zero is zero.
    private static let zeroThreshold = 1e-35

    /// Draws the rows as LightGBM would and copies their values.
    init(_ features: FeatureMatrix, rows: [Int], parameters: String, threads: Int) throws(BoostingError) {
        let chosen = try Self.chosenRows(rows, parameters: parameters, threads: threads)
        var counts: [Int32] = []
        var values: [UnsafeMutablePointer<Double>?] = []
        var positions: [UnsafeMutablePointer<Int32>?] = []
        for cells in features.columns {
            let columnValues = UnsafeMutablePointer<Double>.allocate(capacity: chosen.count)
            let columnPositions = UnsafeMutablePointer<Int32>.allocate(capacity: chosen.count)
            var count = 0
            for (position, row) in chosen.enumerated() {
                let value = Double(cells[row])
                guard value.isNaN || value.magnitude > Self.zeroThreshold else { continue }
                columnValues[count] = value
                columnPositions[count] = Int32(position)
                count += 1
            }
            values.append(columnValues)
            positions.append(columnPositions)
            counts.append(Int32(count))
        }
        self.values = values
        self.positions = positions
        self.counts = counts
        rowCount = Int32(chosen.count)
    }

    deinit {
        for column in values { column?.deallocate() }
        for column in positions { column?.deallocate() }
    }

    /// Calls `body` with copies of the pointers: LightGBM puts pointers of its own in their place when it bundles
    /// columns, and frees those.
    func withPointers(
        _ body: (
            _ values: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>,
            _ positions: UnsafeMutablePointer<UnsafeMutablePointer<Int32>?>
        ) -> Int32
    ) -> Int32 {
        var values = values
        var positions = positions
        return body(&values, &positions)
    }

    private static func chosenRows(_ rows: [Int], parameters: String, threads: Int) throws(BoostingError) -> [Int] {
        var count: Int32 = 0
        try LightGBM.call("size its sample", threads: threads) {
            LGBM_GetSampleCount(Int32(rows.count), parameters, &count)
        }
        var indices = [Int32](repeating: 0, count: Int(count))
        try LightGBM.call("draw its sample", threads: threads) {
            LGBM_SampleIndices(Int32(rows.count), parameters, &indices, &count)
        }
        return indices.prefix(Int(count)).map { rows[Int($0)] }
    }
}
