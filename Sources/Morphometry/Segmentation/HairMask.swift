/// Thin lines that are darker or lighter than both their sides: hairs.
///
/// A pixel belongs to a line where it stands out against both neighbours across the line, and not against those along
/// it; a small round lesion stands out in all directions. Lines shorter than a hair are left alone.
struct HairMask {
    /// Which pixels show hair; lines are widened by one pixel.
    let isHair: Bitmap
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

    /// Finds the hairs of a picture.
    init(_ picture: LabPicture) {
        let grid = picture.grid
        var hairs = Bitmap(width: grid.width, height: grid.height)
        var isBare = true
        Self.lines(picture).forEachComponent { component in
            guard component.extent * grid.millimetresPerPixel >= Self.length else { return }
            isBare = false
            for place in component.places { hairs.bits[Int(place)] = 1 }
        }
        isHair = isBare ? hairs : hairs.widened()
        share = isBare ? 0 : Float(isHair.count) / Float(grid.count)
    }

    /// Every pixel on a thin line.
    private static func lines(_ picture: LabPicture) -> Bitmap {
        let grid = picture.grid
        let reach = grid.pixels(Self.reach, atLeast: 2)
        let diagonal = max(1, Int((Float(reach) * 0.70710678).rounded()))
        let (east, south) = (reach, reach * grid.width)
        let (southEast, southWest) = (diagonal * grid.width + diagonal, diagonal * grid.width - diagonal)
        var lines = Bitmap(width: grid.width, height: grid.height)
        let columns = reach..<max(reach, grid.width - reach)
        picture.lightness.withPointer { lightness in
            lines.bits.withUnsafeMutableBufferPointer { bits in
                // A row's values, with room for the pixels that are computed beyond its end.
                withUnsafeTemporaryAllocation(of: Float.self, capacity: grid.width + 3) { values in
                    guard let values = values.baseAddress else { return }
                    for row in reach..<max(reach, grid.height - reach) {
                        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 4) {
                            let place = row &* grid.width &+ column
                            let own = lightness.four(place)
                            @inline(__always)
                            func sides(_ step: Int) -> (dark: SIMD4<Float>, light: SIMD4<Float>) {
                                let (first, second) = (lightness.four(place &- step), lightness.four(place &+ step))
                                return (smaller(first, second) - own, own - larger(first, second))
                            }
                            let (across, along) = (sides(east), sides(south))
                            let (falling, rising) = (sides(southEast), sides(southWest))
                            let dark = larger(line(across.dark, along.dark), line(falling.dark, rising.dark))
                            let light = larger(line(across.light, along.light), line(falling.light, rising.light))
                            values.setFour(column, larger(dark, light))
                        }
                        for column in columns { bits[row &* grid.width &+ column] = values[column] >= 0 ? 1 : 0 }
                    }
                }
            }
        }
        return lines
    }

    /// 0 or more where the differences across two perpendicular directions are those of a line.
    @inline(__always)
    private static func line(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> SIMD4<Float> {
        let across = larger(first, second)
        return smaller(across - contrast, alongShare * across - smaller(first, second))
    }
}
