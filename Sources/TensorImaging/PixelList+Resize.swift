import Imaging
import Tensors

extension PixelList {
    /// Resizes every crop to its new size, bit-equal to Pillow as `RGBImage.resized` is: along rows first, then along columns.
    func resized(to sizes: [Size2]) throws -> PixelList {
        let widened = try resampled(.columns, to: zip(self.sizes, sizes).map { Size2($0.height, $1.width) })
        return try widened.resampled(.rows, to: sizes)
    }

    private enum Axis { case columns, rows }

    private func resampled(_ axis: Axis, to sizes: [Size2]) throws -> PixelList {
        guard sizes != self.sizes else { return self }
        let length = axis == .columns ? \Size2.width : \Size2.height
        let taps = LineTaps(zip(self.sizes, sizes).map { ($0[keyPath: length], $1[keyPath: length]) })
        let grid = try PixelGrid(sizes: sizes, device: grid.device)
        let entry = try grid.spread(taps.entries) + (axis == .columns ? grid.column : grid.row)
        let start = try Tensor(taps.starts, on: grid.device).gathered(0, entry)
        let last = try grid.spread(axis == .columns ? self.grid.widths - 1 : self.grid.heights - 1)
        var sum = try Tensor.full([1, 1], Double(BicubicTaps.half), dtype: .int32, device: grid.device)  // then [P, 3]
        for tap in 0..<taps.stride {
            let line = try (start + Double(tap)).minimum(last)
            let places = try self.grid.places(
                crop: grid.crop,
                column: axis == .columns ? line : grid.column,
                row: axis == .columns ? grid.row : line
            )
            let weights = try Tensor(taps.weights(of: tap), on: grid.device).gathered(0, entry)
            sum = try sum + pixels.gathered(0, places).to(.int32) * weights.unsqueezed(1)
        }
        let whole = Double(1 << Int(BicubicTaps.precisionBits))
        return PixelList(pixels: try sum.floorDivided(by: whole).clamped(0, 255).to(.uint8), grid: grid)
    }

    /// Lays every crop out as its view says.
    func viewed(as views: [TestTimeView]) throws -> PixelList {
        guard views.contains(where: { $0 != .identity }) else { return self }
        let sizes = zip(self.sizes, views).map { $1.transposes ? Size2($0.width, $0.height) : $0 }
        let grid = try PixelGrid(sizes: sizes, device: grid.device)
        func choose(_ flags: [Bool], _ yes: Tensor, else no: Tensor) throws -> Tensor {
            try .choose(grid.spread(flags), yes, else: no)
        }
        let mirroredColumn = try grid.spread(grid.widths - 1) - grid.column
        let mirroredRow = try grid.spread(grid.heights - 1) - grid.row
        let column = try choose(views.map(\.mirrorsColumns), mirroredColumn, else: grid.column)
        let row = try choose(views.map(\.mirrorsRows), mirroredRow, else: grid.row)
        let transposes = views.map(\.transposes)
        let places = try self.grid.places(
            crop: grid.crop,
            column: choose(transposes, row, else: column),
            row: choose(transposes, column, else: row)
        )
        return PixelList(pixels: try pixels.gathered(0, places), grid: grid)
    }
}

/// The bicubic weights of every crop's axis, each pair of lengths once.
private struct LineTaps {
    /// Where each crop's axis begins in the tables.
    private(set) var entries: [Int] = []
    /// The first pixel that each output pixel reads.
    private(set) var starts: [Int] = []
    /// The largest number of weights of an output pixel.
    let stride: Int
    private var lines: [BicubicTaps] = []

    init(_ lengths: [(from: Int, to: Int)]) {
        var known: [[Int]: Int] = [:]
        for (from, to) in lengths {
            if let entry = known[[from, to]] {
                entries.append(entry)
                continue
            }
            known[[from, to]] = starts.count
            entries.append(starts.count)
            let taps = BicubicTaps(from: from, to: to)
            starts += taps.starts
            lines.append(taps)
        }
        stride = lines.map(\.stride).max() ?? 0
    }

    /// The weight number `tap` of every output pixel of the tables; 0 where it has fewer.
    func weights(of tap: Int) -> [Int32] {
        lines.flatMap { line in
            line.starts.indices.map { tap < line.stride ? line.weights[$0 * line.stride + tap] : 0 }
        }
    }
}
