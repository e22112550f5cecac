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

    init(_ picture: LabPicture) {
        let (width, height) = (picture.width, picture.height)
        let reach = picture.pixels(Self.reach, atLeast: 2)
        let diagonal = max(1, Int((Float(reach) * 0.70710678).rounded()))
        // East, south-east, south, south-west; each stands at a right angle to the one two places on.
        let steps = [reach, diagonal * width + diagonal, reach * width, diagonal * width - diagonal]
        var lines = Bitmap(width: width, height: height)
        picture.colours.withUnsafeBufferPointer { colours in
            for row in reach..<max(reach, height - reach) {
                for column in reach..<max(reach, width - reach) {
                    let place = row &* width &+ column
                    let own = colours[place].x
                    func sides(_ step: Int) -> (dark: Float, light: Float) {
                        let (first, second) = (colours[place &- step].x, colours[place &+ step].x)
                        return (min(first, second) - own, own - max(first, second))
                    }
                    let east = sides(steps[0])
                    let south = sides(steps[2])
                    let southEast = sides(steps[1])
                    let southWest = sides(steps[3])
                    let found =
                        Self.isLine(east.dark, south.dark) || Self.isLine(southEast.dark, southWest.dark)
                        || Self.isLine(east.light, south.light) || Self.isLine(southEast.light, southWest.light)
                    if found { lines.bits[place] = true }
                }
            }
        }
        lines.keepComponents { $0.extent * picture.millimetresPerPixel >= Self.length }
        let widened = lines.widened()
        isHair = widened.bits
        share = Float(widened.bits.count { $0 }) / Float(widened.bits.count)
    }

    /// Whether the difference across two perpendicular directions is that of a line.
    @inline(__always)
    private static func isLine(_ first: Float, _ second: Float) -> Bool {
        let across = max(first, second)
        return across >= contrast && min(first, second) <= alongShare * across
    }
}
