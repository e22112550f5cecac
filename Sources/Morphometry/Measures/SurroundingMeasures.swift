import Foundation

/// What a crop shows whether or not a lesion was found: its middle against the skin, and the skin itself.
struct SurroundingMeasures {
    /// Discs and rings around the crop's middle that are compared with the skin: their outer radii in millimetres.
    static let ringRadii: [Double] = [1, 2, 4]

    /// The mean L*, a* and b* of each ring minus those of the skin; NaN where only hair is.
    let rings: [SIMD4<Double>]
    /// The mean L*, a* and b* farther than 5 mm from the middle.
    let skin: SIMD4<Double>
    /// The standard deviations of the skin's colours.
    let skinSpread: SIMD4<Double>
    /// The mean distance of a skin pixel's L* from its smoothed neighbourhood.
    let skinTexture: Double

    private static let skinRadius = 5.0

    init(_ smoothed: SmoothedPicture, _ picture: LabPicture, _ hair: HairMask) {
        let grid = picture.grid
        var rings = [ColourSums](repeating: ColourSums(), count: Self.ringRadii.count)
        var skin = ColourSums()
        var texture = 0.0
        let unit = Double(grid.millimetresPerPixel)
        let discs = Self.ringRadii.map { Disc(grid, squaredRadius: ($0 / unit) * ($0 / unit)) }
        let farDisc = Disc(grid, squaredRadius: (Self.skinRadius / unit) * (Self.skinRadius / unit))
        picture.colours.withUnsafeBufferPointer { colours in
            hair.isHair.bits.withUnsafeBufferPointer { isHair in
                picture.lightness.withPointer { lightness in
                    smoothed.withChannels { smoothed in
                        for row in 0..<grid.height {
                            let start = row &* grid.width
                            let far = farDisc.columns(row)
                            for columns in [0..<far.lowerBound, far.upperBound..<grid.width] {
                                let places = start &+ columns.lowerBound..<start &+ columns.upperBound
                                skin.add(colours, isHair, places)
                                texture += sum(count: places.count) { index in
                                    let place = places.lowerBound &+ index
                                    let difference = abs(lightness[place] - smoothed.lightness[place])
                                    return isHair[place] != 0 ? 0 : difference
                                }
                            }
                            var inner = 0..<0
                            for (ring, disc) in discs.enumerated() {
                                let outer = disc.columns(row)
                                if inner.isEmpty { inner = outer.lowerBound..<outer.lowerBound }
                                for columns in [
                                    outer.lowerBound..<inner.lowerBound, inner.upperBound..<outer.upperBound,
                                ] {
                                    let places = start &+ columns.lowerBound..<start &+ columns.upperBound
                                    rings[ring].add(colours, isHair, places)
                                }
                                inner = outer
                            }
                        }
                    }
                }
            }
        }
        let mean = skin.mean
        self.rings = rings.map { $0.mean - mean }
        self.skin = mean
        skinSpread = skin.spread
        skinTexture = texture / skin.count
    }
}

/// The pixels up to a distance from a crop's middle.
private struct Disc {
    private let grid: PixelGrid
    private let squaredRadius: Double

    init(_ grid: PixelGrid, squaredRadius: Double) {
        self.grid = grid
        self.squaredRadius = squaredRadius
    }

    /// The columns of a row's pixels in the disc.
    func columns(_ row: Int) -> Range<Int> {
        let y = Double(row) - grid.middle.y
        func holds(_ column: Int) -> Bool {
            let x = Double(column) - grid.middle.x
            return x * x + y * y <= squaredRadius
        }
        guard y * y <= squaredRadius else { return 0..<0 }
        // Near the ends by a root, and exactly by trying.
        let half = (squaredRadius - y * y).squareRoot()
        var low = min(max(0, Int(grid.middle.x - half)), grid.width)
        while low > 0, holds(low - 1) { low -= 1 }
        while low < grid.width, !holds(low), Double(low) < grid.middle.x { low += 1 }
        var high = min(max(low, Int(grid.middle.x + half)), grid.width)
        while high < grid.width, holds(high) { high += 1 }
        while high > low, !holds(high - 1) { high -= 1 }
        return low..<high
    }
}
