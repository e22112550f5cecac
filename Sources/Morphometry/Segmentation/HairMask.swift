/// Thin lines that are darker or lighter than both their sides: hairs.
///
/// A pixel belongs to a line where it stands out against both neighbours across the line, and not against those along
/// it; a small round lesion stands out in all directions. Lines shorter than a hair are left alone.
struct HairMask {
    /// `[height, width]`: whether a pixel shows hair; lines are widened by one pixel.
    let isHair: [Bool]
    /// The share of such pixels, 0 to 1.
    let share: Float

    /// How far to the side a hair's neighbours are looked at, in millimetres: hairs are thinner than twice this.
    private static let reach: Float = 0.3
    /// The least difference of L* to both sides.
    private static let contrast: Float = 5
    /// The most of that difference that may show along the line.
    private static let alongShare: Float = 0.4
    /// The least length of a hair, in millimetres.
    private static let length: Float = 1.8

    /// Finds the hairs of a picture whose L* is `lightness`.
    init(_ picture: LabPicture, lightness: [Float]) {
        let lines = Self.lines(picture, lightness)
        var hairs = Bitmap(width: picture.width, height: picture.height)
        lines.forEachComponent { component in
            guard component.extent * picture.millimetresPerPixel >= Self.length else { return }
            for place in component.places { hairs.bits[Int(place)] = true }
        }
        let widened = hairs.bits.contains(true) ? hairs.widened() : hairs
        isHair = widened.bits
        share = Float(widened.count) / Float(widened.bits.count)
    }

    /// Every pixel on a thin line.
    private static func lines(_ picture: LabPicture, _ lightness: [Float]) -> Bitmap {
        let (width, height) = (picture.width, picture.height)
        let reach = picture.pixels(Self.reach, atLeast: 2)
        let diagonal = max(1, Int((Float(reach) * 0.70710678).rounded()))
        let (east, south) = (reach, reach * width)
        let (southEast, southWest) = (diagonal * width + diagonal, diagonal * width - diagonal)
        var lines = Bitmap(width: width, height: height)
        lines.bits.withUnsafeMutableBufferPointer { bits in
            lightness.withUnsafeBufferPointer { lightness in
                for row in reach..<max(reach, height - reach) {
                    // Numbers and no branches, so that a processor looks at several pixels at once.
                    for place in row &* width &+ reach..<row &* width &+ max(reach, width &- reach) {
                        let own = lightness[place]
                        @inline(__always)
                        func sides(_ step: Int) -> (dark: Float, light: Float) {
                            let (first, second) = (lightness[place &- step], lightness[place &+ step])
                            return (min(first, second) - own, own - max(first, second))
                        }
                        let (across, along) = (sides(east), sides(south))
                        let (falling, rising) = (sides(southEast), sides(southWest))
                        let dark = max(line(across.dark, along.dark), line(falling.dark, rising.dark))
                        let light = max(line(across.light, along.light), line(falling.light, rising.light))
                        bits[place] = max(dark, light) >= 0
                    }
                }
            }
        }
        return lines
    }

    /// 0 or more where the differences across two perpendicular directions are those of a line.
    @inline(__always)
    private static func line(_ first: Float, _ second: Float) -> Float {
        let across = max(first, second)
        return min(across - contrast, alongShare * across - min(first, second))
    }
}
