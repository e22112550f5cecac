import Foundation

/// The colours of a lesion against the skin beside it.
struct ColourMeasures {
    /// The lesion, and the skin between 0.3 and 2.5 mm from it; hair is left out.
    let inside: ColourSums
    let outside: ColourSums
    /// From the middle outwards, four rings of equal width in the lesion's own ellipse.
    let rings: [ColourSums]
    /// The 5 % and 95 % quantiles of L*, a* and b* within the lesion.
    let low: SIMD4<Double>
    let high: SIMD4<Double>
    /// Clinical colours that at least 5 % of the lesion come nearest to.
    let colourCount: Double
    /// The entropy, in bits, of the lesion's colours in cells of 8 CIELAB units.
    let entropy: Double
    /// Shares of the lesion that differ from the skin beside it in a certain way.
    let darkShare: Double
    let redShare: Double
    let blueShare: Double
    let whiteShare: Double
    /// The mean distance of a pixel's L* from its smoothed neighbourhood.
    let texture: Double

    /// White, red, light brown, dark brown, blue-grey and black of the dermatoscopic ABCD rule (Stolz et al., 1994), as
    /// CIELAB colours (sRGB 255 255 255, 204 51 51, 205 133 63, 101 67 33, 0 134 139, 0 0 0).
    static let clinicalColours: [SIMD4<Float>] = CIELab.shared.withTables { tables in
        [
            tables.lab(255, 255, 255), tables.lab(204, 51, 51), tables.lab(205, 133, 63), tables.lab(101, 67, 33),
            tables.lab(0, 134, 139), tables.lab(0, 0, 0),
        ]
    }

    /// How far from the lesion skin still counts as beside it, in millimetres.
    static let skinReach: Float = 2.5

    init(
        _ lesion: LesionPixels,
        _ border: SignedDistance,
        _ shape: ShapeMeasures,
        _ smoothed: SmoothedPicture,
        _ picture: LabPicture,
        _ hair: HairMask
    ) {
        let outside = Self.beside(lesion, border, picture, hair)
        var pixels: [Pixel] = []
        pixels.reserveCapacity(lesion.count)
        lesion.forEach { column, row, place in
            if hair.isHair.bits[place] == 0 {
                pixels.append(Pixel(column: column, row: row, place: place, colour: picture.colours[place]))
            }
        }
        if pixels.isEmpty {
            // A lesion behind hair all over: what the smoothing left of it.
            lesion.forEach { column, row, place in
                pixels.append(Pixel(column: column, row: row, place: place, colour: smoothed[place]))
            }
        }

        let (xx, xy, yy) = shape.covariance
        let determinant = max(xx * yy - xy * xy, 1e-9)
        let skin = SIMD4<Float>(outside.count > 0 ? outside.mean : SIMD4(0, 0, 0, 1))
        var inside = ColourSums()
        var rings = [ColourSums](repeating: ColourSums(), count: 4)
        let clinicalColours = Self.clinicalColours
        var nearest = [Int](repeating: 0, count: Self.clinicalColours.count)
        var (dark, red, blue, white) = (0, 0, 0, 0)
        var texture: Float = 0
        var cells = ColourCells()
        for pixel in pixels {
            let colour = pixel.colour
            inside.add(colour)
            let x = Double(pixel.column) - shape.centre.x
            let y = Double(pixel.row) - shape.centre.y
            let radius = ((yy * x * x - 2 * xy * x * y + xx * y * y) / determinant).squareRoot() / 2
            rings[min(3, Int(radius * 4))].add(colour)
            nearest[Self.nearest(clinicalColours, to: colour)] += 1
            let difference = colour - skin
            if difference.x < -20 { dark += 1 }
            if difference.x > 6 { white += 1 }
            if difference.y > 8 { red += 1 }
            if difference.z < -8 { blue += 1 }
            texture += abs(colour.x - smoothed[pixel.place].x)
            cells.add(colour)
        }
        let count = Double(pixels.count)
        self.inside = inside
        self.outside = outside
        self.rings = rings
        colourCount = Double(nearest.count { Double($0) >= 0.05 * count })
        entropy = cells.entropy
        darkShare = Double(dark) / count
        redShare = Double(red) / count
        blueShare = Double(blue) / count
        whiteShare = Double(white) / count
        self.texture = Double(texture) / count
        var low = SIMD4<Double>(0, 0, 0, 1)
        var high = low
        for channel in 0..<3 {
            let values = pixels.map { $0.colour[channel] }
            low[channel] = Double(quantile(0.05, values))
            high[channel] = Double(quantile(0.95, values))
        }
        self.low = low
        self.high = high
    }

    /// A pixel of the lesion, in its window and in the picture.
    private struct Pixel {
        let column: Int
        let row: Int
        let place: Int
        let colour: SIMD4<Float>
    }

    /// The skin beside the lesion.
    private static func beside(
        _ lesion: LesionPixels,
        _ border: SignedDistance,
        _ picture: LabPicture,
        _ hair: HairMask
    ) -> ColourSums {
        let window = lesion.window
        let near = 0.3 / picture.grid.millimetresPerPixel
        let far = skinReach / picture.grid.millimetresPerPixel
        var sums = ColourSums()
        border.values.withPointer { border in
            hair.isHair.bits.withUnsafeBufferPointer { isHair in
                picture.colours.withUnsafeBufferPointer { colours in
                    for row in 0..<window.height {
                        for column in 0..<window.width {
                            let distance = border[row &* window.width &+ column]
                            let place = lesion.place(column, row)
                            if distance >= near, distance <= far, isHair[place] == 0 { sums.add(colours[place]) }
                        }
                    }
                }
            }
        }
        return sums
    }

    private static func nearest(_ references: [SIMD4<Float>], to colour: SIMD4<Float>) -> Int {
        var best = (index: 0, distance: Float.infinity)
        for index in references.indices {
            let difference = colour - references[index]
            let distance = (difference * difference).sum()
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }
}
