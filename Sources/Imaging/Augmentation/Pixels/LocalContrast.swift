internal import CPixels

/// Contrast-limited adaptive histogram equalisation, CLAHE (Zuiderveld, 1994), as OpenCV's `createCLAHE` computes it: lightness is
/// equalised tile by tile, with a limit to how much a single level may be stretched.
package struct LocalContrast: Sendable {
    /// How many times its fair share a level may take of a histogram.
    let clipLimit: Double
    /// How many tiles there are along each axis.
    package static let tiles = 8

    /// Equalises the luma of `image` (Rec. 601); red, green and blue move together, so hue stays.
    func apply(to image: inout RGBImage) {
        let (width, height) = (image.width, image.height)
        var luma = [UInt8](repeating: 0, count: width * height)
        cpixels_luma(image.pixels, Int64(luma.count), &luma)
        let equalised = equalised(luma, width: width, height: height)
        image.withMutablePixels { pixels in
            guard let start = pixels.baseAddress else { return }
            cpixels_shift(start, luma, equalised, Int64(luma.count))
        }
    }

    /// Equalises a plane of levels `[height, width]`.
    func equalised(_ plane: [UInt8], width: Int, height: Int) -> [UInt8] {
        let (tileWidth, tileHeight) = Self.tileSize(width: width, height: height)
        let tables = tables(plane, width: width, height: height, tileWidth: tileWidth, tileHeight: tileHeight)
        let columns = (0..<width).map { Neighbours($0, tileSide: tileWidth, tiles: Self.tiles) }
        let left = columns.map { Int32($0.first * 256) }
        let right = columns.map { Int32($0.second * 256) }
        let shares = columns.map(\.share)
        var output = [UInt8](repeating: 0, count: width * height)
        output.withUnsafeMutableBufferPointer { output in
            plane.withUnsafeBufferPointer { plane in
                tables.withUnsafeBufferPointer { tables in
                    guard let target = output.baseAddress, let levels = plane.baseAddress,
                        let start = tables.baseAddress
                    else { return }
                    for row in 0..<height {
                        let rows = Neighbours(row, tileSide: tileHeight, tiles: Self.tiles)
                        cpixels_blend_tables(
                            levels + row * width,
                            start + rows.first * Self.tiles * 256,
                            start + rows.second * Self.tiles * 256,
                            left,
                            right,
                            shares,
                            rows.share,
                            Int64(width),
                            target + row * width
                        )
                    }
                }
            }
        }
        return output
    }

    /// The size of a tile in pixels.
    package static func tileSize(width: Int, height: Int) -> (width: Int, height: Int) {
        let fits = width.isMultiple(of: tiles) && height.isMultiple(of: tiles)
        // OpenCV fills both axes up to whole tiles as soon as one of them needs it.
        return fits ? (width / tiles, height / tiles) : (width / tiles + 1, height / tiles + 1)
    }

    /// How many of a tile's pixels a level may have.
    package func limit(tileArea: Int) -> Int { max(Int(clipLimit * Double(tileArea) / 256), 1) }

    /// Rounds a level to the nearest whole number, halves to even, as processors do: adding and taking away 2^23 leaves no
    /// room for a fraction.
    @inline(__always)
    private static func rounded(_ value: Float) -> Float { (value + 0x1p23) - 0x1p23 }

    /// The two tiles whose centres lie around a position, and the share of the second.
    private struct Neighbours {
        let first: Int
        let second: Int
        let share: Float

        init(_ position: Int, tileSide: Int, tiles: Int) {
            let place = Float(position) * (1 / Float(tileSide)) - 0.5
            let below = Int(place.rounded(.down))
            share = place - Float(below)
            first = max(below, 0)
            second = min(below + 1, tiles - 1)
        }
    }

    /// What every level becomes in every tile: `[tiles, tiles, 256]`.
    private func tables(
        _ plane: [UInt8],
        width: Int,
        height: Int,
        tileWidth: Int,
        tileHeight: Int
    ) -> [Float] {
        let area = tileWidth * tileHeight
        let limit = limit(tileArea: area)
        let scale = 255 / Float(area)
        let columns = (0..<tileWidth * Self.tiles).map { RGBImage.mirrored($0, width) }
        var tables = [Float](repeating: 0, count: Self.tiles * Self.tiles * 256)
        var histogram = [Int](repeating: 0, count: 256)
        for tile in 0..<Self.tiles * Self.tiles {
            let (tileRow, tileColumn) = (tile / Self.tiles, tile % Self.tiles)
            for level in 0..<256 { histogram[level] = 0 }
            for row in tileRow * tileHeight..<(tileRow + 1) * tileHeight {
                let start = RGBImage.mirrored(row, height) * width
                for column in tileColumn * tileWidth..<(tileColumn + 1) * tileWidth {
                    histogram[Int(plane[start + columns[column]])] += 1
                }
            }
            Self.clip(&histogram, to: limit)
            var sum = 0
            for level in 0..<256 {
                sum += histogram[level]
                tables[tile * 256 + level] = min(Self.rounded(Float(sum) * scale), 255)
            }
        }
        return tables
    }

    /// Cuts what exceeds the limit and deals it out to all levels, the rest at even distances.
    private static func clip(_ histogram: inout [Int], to limit: Int) {
        var excess = 0
        for level in 0..<256 where histogram[level] > limit {
            excess += histogram[level] - limit
            histogram[level] = limit
        }
        let share = excess / 256
        for level in 0..<256 { histogram[level] += share }
        var rest = excess - share * 256
        guard rest > 0 else { return }
        for level in stride(from: 0, to: 256, by: max(256 / rest, 1)) where rest > 0 {
            histogram[level] += 1
            rest -= 1
        }
    }
}
