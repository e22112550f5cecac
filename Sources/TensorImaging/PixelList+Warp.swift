import Imaging
import Tensors

extension PixelList {
    /// Samples every crop at the points of its map with the bicubic kernel, with the bits of `RGBImage.warped`.
    ///
    /// - Parameters:
    ///   - maps: One for every crop, made for its size.
    ///   - size: The side of the output, S.
    /// - Returns: `[N, S, S, 3]`, uint8.
    func warped(by maps: [InverseMap], size: Int) throws -> Tensor {
        let across = try Samples(maps.map(\.xs), maps, size, last: grid.widths - 1)
        let down = try Samples(maps.map(\.ys), maps, size, last: grid.heights - 1)
        let starts = try grid.starts.reshaped([-1, 1, 1])
        let widths = try grid.widths.reshaped([-1, 1, 1])
        let rows = try (0..<4).map { tap in
            (start: try starts + down.pixel(tap) * widths, weight: try down.weight(tap))
        }
        // A column of four weighted pixels keeps 6 bits behind the point, as in `cpixels_sample`.
        var sum = try Tensor.full([1, 1], Double(1 << 19), dtype: .int32, device: grid.device)  // then [N * S * S, 3]
        for tap in 0..<4 {
            let column = try across.pixel(tap)
            var line = try Tensor.full([1, 1], Double(1 << 7), dtype: .int32, device: grid.device)
            for row in rows {
                let places = try (row.start + column).flattened()
                line = try line + pixels.gathered(0, places).to(.int32) * row.weight
            }
            sum = try sum + line.floorDivided(by: Double(1 << 8)) * across.weight(tap)
        }
        return try sum.floorDivided(by: Double(1 << 20)).clamped(0, 255).to(.uint8)
            .reshaped([maps.count, size, size, 3])
    }
}

/// The four pixels around every sample along one axis, and their weights.
private struct Samples {
    /// The pixel before each sample, `[N, S, S]`.
    private let pixel: Tensor
    /// Which of the weights each sample takes, `[N * S * S]`.
    private let fraction: Tensor
    private let last: Tensor
    private let weights: Tensor

    /// - Parameters:
    ///   - nodes: The coordinates at the nodes of every crop's map.
    ///   - last: The last pixel of every crop along this axis, `[N]`.
    init(_ nodes: [[Float]], _ maps: [InverseMap], _ size: Int, last: Tensor) throws {
        let device = last.device
        let side = maps.first?.nodes ?? 0
        self.last = try last.reshaped([-1, 1, 1])
        let values = try Tensor(nodes.flatMap(\.self), shape: [nodes.count, side, side], on: device)
        let point = try Self.mirrored(Self.interpolated(values, size), last: self.last.to(.float32))
        let whole = try point.floor()
        pixel = try whole.to(.int64)
        fraction = try ((point - whole) * 256 + 0.5).floor().to(.int64).flattened()
        let table = RGBImage.bicubicWeights.map(Int32.init)
        weights = try Tensor(table, shape: [table.count / 4, 4], on: device)
    }

    /// The coordinates of all output pixels `[N, S, S]`, linear between nodes `[N, nodes, nodes]`, as `InverseMap.write` has them.
    private static func interpolated(_ values: Tensor, _ size: Int) throws -> Tensor {
        let spacing = InverseMap.spacing
        func positions(_ value: (Int) -> Int) throws -> Tensor { try Tensor((0..<size).map(value), on: values.device) }
        let cell = try positions { $0 / spacing }
        let next = try positions { $0 / spacing + 1 }
        let step = try positions { $0 % spacing }.to(.float32)
        let above = try values.gathered(1, cell)  // [N, S, nodes]
        let rows = try above + (values.gathered(1, next) - above) * (step / Double(spacing)).unsqueezed(1)
        let left = try rows.gathered(2, cell)  // [N, S, S]
        return try left + step * ((rows.gathered(2, next) - left) * (1 / Double(spacing)))
    }

    /// Points mirrored into 0 ... `last`, by the operations of `cpixels_sample`.
    private static func mirrored(_ points: Tensor, last: Tensor) throws -> Tensor {
        let period = try (last * 2).maximum(1)
        let folded = try points.truncatingRemainder(dividingBy: period).abs()
        return try Tensor.choose(folded.isGreater(than: last), period - folded, else: folded).minimum(last)
    }

    /// The pixel number `tap` of the four around every sample, `[N, S, S]`.
    func pixel(_ tap: Int) throws -> Tensor { try (pixel + Double(tap - 1)).mirrored(last) }

    /// Its weight in 1/16384, `[N * S * S, 1]`.
    func weight(_ tap: Int) throws -> Tensor { try weights.selected(1, tap).gathered(0, fraction).unsqueezed(1) }
}
