import Imaging
import Tensors

extension PixelList {
    /// Equalises the lightness of every crop tile by tile, with the bits of `LocalContrast.apply`.
    func equalised(_ contrasts: [LocalContrast]) throws -> Tensor {
        let luma = try luma()  // [P]
        let tiles = try Tiles(grid, contrasts)
        let equalised = try tiles.blended(luma, tables: tiles.tables(luma))
        return try (pixels.to(.int32) + (equalised - luma).unsqueezed(1)).clamped(0, 255).to(.uint8)
    }

    /// The luma of every pixel (Rec. 601), `[P]`, int32.
    private func luma() throws -> Tensor {
        let values = try pixels.to(.int32)
        func share(_ channel: Int, _ weight: Double) throws -> Tensor { try values.selected(1, channel) * weight }
        return try (share(0, 77) + share(1, 150) + share(2, 29) + 128).floorDivided(by: 256)
    }
}

/// The tiles of contrast-limited adaptive histogram equalisation, of every crop its own.
private struct Tiles {
    private static let side = LocalContrast.tiles
    private static let levels = 256
    private let grid: PixelGrid
    private let sizes: [Size2]
    /// How many of a tile's pixels a level may have, a crop each.
    private let limits: [Int]

    init(_ grid: PixelGrid, _ contrasts: [LocalContrast]) throws {
        self.grid = grid
        sizes = grid.sizes.map {
            let size = LocalContrast.tileSize(width: $0.width, height: $0.height)
            return Size2(size.height, size.width)
        }
        limits = zip(contrasts, sizes).map { $0.limit(tileArea: $1.area) }
    }

    /// What every level becomes in every tile, `[N * tiles * tiles * 256]`, float32.
    func tables(_ luma: Tensor) throws -> Tensor {
        let device = grid.device
        let limits = try Tensor(limits, shape: [limits.count, 1, 1], on: device)
        var counts = try histograms(luma)  // [N, tiles * tiles, 256], int64
        let excess = try (counts - limits).maximum(0).sum([2], keepsAxes: true)
        let share = try excess.floorDivided(by: 256)
        let rest = try excess - share * 256
        // The rest is dealt out to levels at even distances.
        let step = try Tensor.full([1], Double(Self.levels), dtype: .int64, device: device)
            .floorDivided(by: rest.maximum(1))
        let level = try Tensor.arange(0, Double(Self.levels), dtype: .int64, device: device)
        let isAtStep = try level.truncatingRemainder(dividingBy: step).equals(0)
        let isEarly = try level.floorDivided(by: step).isLess(than: rest)
        counts = try counts.minimum(limits) + share + isAtStep.to(.int64) * isEarly.to(.int64)
        let scales = try Tensor(sizes.map { 255 / Float($0.area) }, shape: [sizes.count, 1, 1], on: device)
        return try (counts.cumulativeSum(2).to(.float32) * scales).rounded().minimum(255).flattened()
    }

    /// How often every level stands in every tile; crops are mirrored up to whole tiles.
    private func histograms(_ luma: Tensor) throws -> Tensor {
        let filled = try PixelGrid(
            sizes: sizes.map { Size2($0.height * Self.side, $0.width * Self.side) },
            device: grid.device
        )
        let column = try filled.column.mirrored(filled.spread(grid.widths - 1))
        let row = try filled.row.mirrored(filled.spread(grid.heights - 1))
        let level = try luma.gathered(0, grid.places(crop: filled.crop, column: column, row: row))
        let tileRow = try filled.row.floorDivided(by: filled.spread(sizes.map(\.height)))
        let tileColumn = try filled.column.floorDivided(by: filled.spread(sizes.map(\.width)))
        let bins = grid.cropCount * Self.side * Self.side * Self.levels
        return try Tensor.zeros([bins], dtype: .int64, device: grid.device)
            .adding(
                0,
                bin(crop: filled.crop, tileRow: tileRow, tileColumn: tileColumn, level: level),
                .ones([filled.count], dtype: .int64, device: grid.device)
            )
            .reshaped([grid.cropCount, Self.side * Self.side, Self.levels])
    }

    private func bin(crop: Tensor, tileRow: Tensor, tileColumn: Tensor, level: Tensor) throws -> Tensor {
        let side = Double(Self.side)
        return try ((crop * side + tileRow) * side + tileColumn) * Double(Self.levels) + level
    }

    /// Blends the tables of the four tiles around every pixel, `[P]`, int32.
    func blended(_ luma: Tensor, tables: Tensor) throws -> Tensor {
        let across = try Neighbours(grid.column, inverseSide: grid.spread(sizes.map { 1 / Float($0.width) }))
        let down = try Neighbours(grid.row, inverseSide: grid.spread(sizes.map { 1 / Float($0.height) }))
        func line(_ tileRow: Tensor) throws -> Tensor {
            func value(_ tileColumn: Tensor) throws -> Tensor {
                try tables.gathered(0, bin(crop: grid.crop, tileRow: tileRow, tileColumn: tileColumn, level: luma))
            }
            return try value(across.first) * (1 - across.share) + value(across.second) * across.share
        }
        let above = try line(down.first)
        let below = try line(down.second)
        return try (above * (1 - down.share) + below * down.share).rounded().to(.int32)
    }

    /// The two tiles whose centres lie around every position, and the share of the second, all `[P]`.
    private struct Neighbours {
        let first: Tensor
        let second: Tensor
        let share: Tensor

        init(_ position: Tensor, inverseSide: Tensor) throws {
            let place = try position.to(.float32) * inverseSide - 0.5
            let below = try place.floor()
            share = try place - below
            first = try below.maximum(0).to(.int64)
            second = try (below + 1).minimum(Double(Tiles.side - 1)).to(.int64)
        }
    }
}
