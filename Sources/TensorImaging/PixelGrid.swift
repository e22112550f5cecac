import Tensors

/// Where every pixel of some crops stands in one list of them all: crop after crop, row after row.
///
/// N is the number of crops and P that of their pixels. Places are int64.
struct PixelGrid {
    /// The height and width of every crop.
    let sizes: [Size2]
    /// The number of pixels in all, P.
    let count: Int
    /// The number of every pixel's crop, `[P]`.
    let crop: Tensor
    /// The column of every pixel, `[P]`.
    let column: Tensor
    /// The row of every pixel, `[P]`.
    let row: Tensor
    /// The place of every crop's first pixel, `[N]`.
    let starts: Tensor
    /// The columns of every crop, `[N]`.
    let widths: Tensor
    /// The rows of every crop, `[N]`.
    let heights: Tensor

    init(sizes: [Size2], device: Device) throws {
        self.sizes = sizes
        count = sizes.reduce(0) { $0 + $1.area }
        starts = try Tensor(Self.starts(of: sizes), on: device)
        widths = try Tensor(sizes.map(\.width), on: device)
        heights = try Tensor(sizes.map(\.height), on: device)
        crop = try (widths * heights).repeatedIndices(total: count)
        let place = try Tensor.arange(0, Double(count), dtype: .int64, device: device) - starts.gathered(0, crop)
        let width = try widths.gathered(0, crop)
        row = try place.floorDivided(by: width)
        column = try place - row * width
    }

    /// Where each of the crops begins in the list of their pixels.
    static func starts(of sizes: [Size2]) -> [Int] {
        var next = 0
        return sizes.map { size in
            defer { next += size.area }
            return next
        }
    }

    /// The number of crops, N.
    var cropCount: Int { sizes.count }

    /// Where the crops live.
    var device: Device { crop.device }

    /// The values of the pixels' crops, `[P]`, for one value per crop.
    func spread<Value: TensorElement>(_ values: [Value]) throws -> Tensor {
        try spread(Tensor(values, on: device))
    }

    /// The values of the pixels' crops, `[P, ...]`, for `[N, ...]`.
    func spread(_ values: Tensor) throws -> Tensor { try values.gathered(0, crop) }

    /// The places of points of crops, all `[Q]`.
    func places(crop: Tensor, column: Tensor, row: Tensor) throws -> Tensor {
        try starts.gathered(0, crop) + row * widths.gathered(0, crop) + column
    }

    /// The places of every pixel's neighbour at a distance, `[P]`; outside a crop its border is repeated.
    ///
    /// - Parameter distances: One for every crop, in pixels.
    func neighbours(_ distances: [(column: Int, row: Int)]) throws -> Tensor {
        let columns = try (column + spread(distances.map(\.column))).maximum(0).minimum(spread(widths - 1))
        let rows = try (row + spread(distances.map(\.row))).maximum(0).minimum(spread(heights - 1))
        return try places(crop: crop, column: columns, row: rows)
    }
}

extension Size2 {
    /// The number of elements.
    var area: Int { height * width }
}
