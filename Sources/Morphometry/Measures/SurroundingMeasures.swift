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
        let limits = (Self.ringRadii + [Self.skinRadius]).map { ($0 / unit) * ($0 / unit) }
        for row in 0..<picture.height {
            let y = Double(row) - picture.middle.y
            for column in 0..<picture.width {
                let place = row * picture.width + column
                guard !hair.isHair[place] else { continue }
                let x = Double(column) - picture.middle.x
                let square = x * x + y * y
                if square > limits[limits.count - 1] {
                    skin.add(picture.colours[place])
                    texture += abs(picture.colours[place].x - smoothed[place].x)
                } else if let ring = limits.dropLast().firstIndex(where: { square <= $0 }) {
                    rings[ring].add(picture.colours[place])
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
