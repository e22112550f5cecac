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
        _ segmentation: Segmentation,
        _ border: SignedDistance,
        _ shape: ShapeMeasures,
        _ picture: LabPicture,
        _ isHair: [Bool]
    ) {
        let near = 0.3 / picture.millimetresPerPixel
        let far = Self.skinReach / picture.millimetresPerPixel
        var outside = ColourSums()
        for place in border.values.indices where border.values[place] >= near && border.values[place] <= far {
            if !isHair[place] { outside.add(picture.colours[place]) }
        }
        let bare = segmentation.places.filter { !isHair[$0] }
        // A lesion behind hair all over: what the smoothing left of it.
        let places = bare.isEmpty ? segmentation.places : bare
        let colours = places.map { bare.isEmpty ? segmentation.smoothed[$0] : picture.colours[$0] }

        let (xx, xy, yy) = shape.covariance
        let determinant = max(xx * yy - xy * xy, 1e-9)
        let skin = SIMD4<Float>(outside.count > 0 ? outside.mean : SIMD4(0, 0, 0, 1))
        var inside = ColourSums()
        var rings = [ColourSums](repeating: ColourSums(), count: 4)
        let clinicalColours = Self.clinicalColours
        var nearest = [Int](repeating: 0, count: Self.clinicalColours.count)
        var (dark, red, blue, white) = (0, 0, 0, 0)
        var texture: Float = 0
        var cells: [Int32: Int] = [:]
        for (place, colour) in zip(places, colours) {
            inside.add(colour)
            let x = Double(place % picture.width) - shape.centre.x
            let y = Double(place / picture.width) - shape.centre.y
            let radius = ((yy * x * x - 2 * xy * x * y + xx * y * y) / determinant).squareRoot() / 2
            rings[min(3, Int(radius * 4))].add(colour)
            nearest[Self.nearest(clinicalColours, to: colour)] += 1
            let difference = colour - skin
            if difference.x < -20 { dark += 1 }
            if difference.x > 6 { white += 1 }
            if difference.y > 8 { red += 1 }
            if difference.z < -8 { blue += 1 }
            texture += abs(colour.x - segmentation.smoothed[place].x)
            let cell = (colour / 8).rounded(.down)
            cells[Int32((cell.x * 64 + cell.y) * 64 + cell.z), default: 0] += 1
        }
        let count = Double(places.count)
        self.inside = inside
        self.outside = outside
        self.rings = rings
        colourCount = Double(nearest.count { Double($0) >= 0.05 * count })
        // Sorted, so that the sum does not depend on the dictionary's order.
        entropy = -cells.values.sorted().reduce(0) { $0 + Double($1) / count * log2(Double($1) / count) }
        darkShare = Double(dark) / count
        redShare = Double(red) / count
        blueShare = Double(blue) / count
        whiteShare = Double(white) / count
        self.texture = Double(texture) / count
        var low = SIMD4<Double>(0, 0, 0, 1)
        var high = low
        for channel in 0..<3 {
            let values = colours.map { $0[channel] }
            low[channel] = Double(quantile(0.05, values))
            high[channel] = Double(quantile(0.95, values))
        }
        self.low = low
        self.high = high
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
