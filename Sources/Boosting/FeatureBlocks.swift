internal import Diagnostics
internal import Tables

/// Rows of a feature matrix, gathered a block at a time into one row-major buffer.
///
/// LightGBM reads rows; the matrix holds columns. A block is the only copy ever made: memory does not grow with rows.
struct FeatureBlocks {
    private let features: FeatureMatrix
    private let rows: [Int]

    /// Rows of a block of `columnCount` columns: about 8 MB.
    private static func rowsPerBlock(columnCount: Int) -> Int {
        max(64, (2 << 20) / max(1, columnCount))
    }

    /// Rows that are gathered at a time: 256 kB stay in the processor's cache while column after column is written.
    private static func rowsPerSlice(columnCount: Int) -> Int {
        max(16, (64 << 10) / max(1, columnCount))
    }

    /// Prepares the rows of `features` at the positions `rows`, in that order.
    init(_ features: FeatureMatrix, rows: [Int]) {
        self.features = features
        self.rows = rows
    }

    /// Calls `body` with each block: its first row, its row count and its values `[rows, columns]`.
    ///
    /// - Throws: `BoostingError` for an infinite value, and what `body` throws.
    func forEach(_ body: (_ start: Int, _ count: Int, _ values: UnsafePointer<Float>) throws -> Void) throws {
        let width = features.columns.count
        let height = min(rows.count, Self.rowsPerBlock(columnCount: width))
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, width * height))
        defer { buffer.deallocate() }
        for start in stride(from: 0, to: rows.count, by: max(1, height)) {
            let block = rows[start..<min(start + height, rows.count)]
            let sliceHeight = Self.rowsPerSlice(columnCount: width)
            for sliceStart in stride(from: block.startIndex, to: block.endIndex, by: sliceHeight) {
                let slice = block[sliceStart..<min(sliceStart + sliceHeight, block.endIndex)]
                let target = buffer + (sliceStart - start) * width
                for (column, values) in features.columns.enumerated() {
                    try gather(column, values, slice, into: target + column, stride: width)
                }
            }
            try body(start, block.count, buffer)
        }
    }

    private func gather(
        _ column: Int,
        _ values: [Float],
        _ block: ArraySlice<Int>,
        into target: UnsafeMutablePointer<Float>,
        stride: Int
    ) throws(BoostingError) {
        var largest: Float = 0
        values.withUnsafeBufferPointer { values in
            var target = target
            for row in block {
                let value = values[row]
                target.pointee = value
                // A comparison with NaN is false: missing values pass.
                if value.magnitude > largest { largest = value.magnitude }
                target += stride
            }
        }
        guard largest == .infinity, let row = block.first(where: { values[$0].isInfinite }) else { return }
        throw BoostingError(
            .infiniteValue,
            Problem(
                "a feature is infinite",
                at: "feature \(features.names[column]), row \(row)",
                expected: "a finite number, or NaN where it is missing",
                found: "\(values[row])",
                remedy: "Look at the row's inputs: a number there is far out of range"
            )
        )
    }
}
