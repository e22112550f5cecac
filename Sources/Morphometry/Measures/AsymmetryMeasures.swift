/// How unlike a lesion's halves are, about both axes of the ellipse with its second moments.
struct AsymmetryMeasures {
    /// The share of the lesion whose mirror image lies outside it.
    let shapeAboutMajor: Double
    let shapeAboutMinor: Double
    /// The mean CIELAB distance between a pixel and its mirror image, where both are in the lesion.
    let colourAboutMajor: Double
    let colourAboutMinor: Double

    init(_ segmentation: Segmentation, _ shape: ShapeMeasures) {
        let along = shape.axis
        let across = SIMD2(-along.y, along.x)
        (shapeAboutMajor, colourAboutMajor) = Self.compare(segmentation, shape, normal: across)
        (shapeAboutMinor, colourAboutMinor) = Self.compare(segmentation, shape, normal: along)
    }

    private static func compare(
        _ segmentation: Segmentation,
        _ shape: ShapeMeasures,
        normal: SIMD2<Double>
    ) -> (shape: Double, colour: Double) {
        let lesion = segmentation.lesion
        var alone = 0
        var difference: Float = 0
        for place in segmentation.places {
            let x = Double(place % lesion.width) - shape.centre.x
            let y = Double(place / lesion.width) - shape.centre.y
            let twice = 2 * (x * normal.x + y * normal.y)
            let column = Int((x - twice * normal.x + shape.centre.x).rounded())
            let row = Int((y - twice * normal.y + shape.centre.y).rounded())
            guard column >= 0, column < lesion.width, row >= 0, row < lesion.height,
                lesion.bits[row * lesion.width + column]
            else {
                alone += 1
                continue
            }
            let gap = segmentation.smoothed[place] - segmentation.smoothed[row * lesion.width + column]
            difference += (gap * gap).sum().squareRoot()
        }
        let count = segmentation.places.count
        return (Double(alone) / Double(count), Double(difference) / Double(max(1, count - alone)))
    }
}
