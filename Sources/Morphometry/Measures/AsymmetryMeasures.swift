/// How unlike a lesion's halves are, about both axes of the ellipse with its second moments.
struct AsymmetryMeasures {
    /// The share of the lesion whose mirror image lies outside it.
    let shapeAboutMajor: Double
    let shapeAboutMinor: Double
    /// The mean CIELAB distance between a pixel and its mirror image, where both are in the lesion.
    let colourAboutMajor: Double
    let colourAboutMinor: Double

    init(_ lesion: LesionPixels, _ smoothed: SmoothedPicture, _ shape: ShapeMeasures) {
        let along = shape.axis
        let across = SIMD2(-along.y, along.x)
        let set = lesion.set
        (shapeAboutMajor, colourAboutMajor) = Self.compare(lesion, set, smoothed, shape, normal: across)
        (shapeAboutMinor, colourAboutMinor) = Self.compare(lesion, set, smoothed, shape, normal: along)
    }

    private static func compare(
        _ lesion: LesionPixels,
        _ set: Bitmap,
        _ smoothed: SmoothedPicture,
        _ shape: ShapeMeasures,
        normal: SIMD2<Double>
    ) -> (shape: Double, colour: Double) {
        var alone = 0
        var difference: Float = 0
        lesion.forEach { column, row, place in
            let x = Double(column) - shape.centre.x
            let y = Double(row) - shape.centre.y
            let twice = 2 * (x * normal.x + y * normal.y)
            let mirrorColumn = Int((x - twice * normal.x + shape.centre.x).rounded())
            let mirrorRow = Int((y - twice * normal.y + shape.centre.y).rounded())
            guard mirrorColumn >= 0, mirrorColumn < set.width, mirrorRow >= 0, mirrorRow < set.height,
                set.bits[mirrorRow * set.width + mirrorColumn] != 0
            else {
                alone += 1
                return
            }
            let gap = smoothed[place] - smoothed[lesion.place(mirrorColumn, mirrorRow)]
            difference += (gap * gap).sum().squareRoot()
        }
        return (Double(alone) / Double(lesion.count), Double(difference) / Double(max(1, lesion.count - alone)))
    }
}
