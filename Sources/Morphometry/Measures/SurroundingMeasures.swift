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

    init(_ smoothed: [SIMD4<Float>], _ picture: LabPicture, _ hair: HairMask) {
        var rings = [ColourSums](repeating: ColourSums(), count: Self.ringRadii.count)
        var skin = ColourSums()
        var texture: Float = 0
        let unit = Double(picture.millimetresPerPixel)
        let limits = Self.ringRadii.map { ($0 / unit) * ($0 / unit) }
        let farLimit = (Self.skinRadius / unit) * (Self.skinRadius / unit)
        picture.colours.withUnsafeBufferPointer { colours in
            smoothed.withUnsafeBufferPointer { smoothed in
                for row in 0..<picture.height {
                    let y = Double(row) - picture.middle.y
                    for column in 0..<picture.width {
                        let place = row &* picture.width &+ column
                        let x = Double(column) - picture.middle.x
                        let square = x * x + y * y
                        if hair.isHair[place] { continue }
                        if square > farLimit {
                            let colour = colours[place]
                            skin.add(colour)
                            texture += abs(colour.x - smoothed[place].x)
                        } else if square <= limits[limits.count - 1] {
                            let ring = limits.firstIndex { square <= $0 } ?? 0
                            rings[ring].add(colours[place])
                        }
                    }
                }
            }
        }
        let mean = skin.mean
        self.rings = rings.map { $0.mean - mean }
        self.skin = mean
        skinSpread = skin.spread
        skinTexture = Double(texture) / skin.count
    }
}
