/// Where the pixels of a picture stand.
struct PixelGrid {
    /// Columns and rows.
    let width: Int
    let height: Int
    /// The length of a pixel's side in millimetres.
    let millimetresPerPixel: Float
    /// The middle of the whole crop, black borders included, in pixels.
    let middle: (x: Double, y: Double)

    /// The number of pixels.
    var count: Int { width * height }

    /// A length in millimetres as a whole number of pixels, at least `least`.
    func pixels(_ millimetres: Float, atLeast least: Int = 1) -> Int {
        max(least, Int((millimetres / millimetresPerPixel).rounded()))
    }

    /// Every `factor`-th pixel of every `factor`-th row.
    func every(_ factor: Int) -> PixelGrid {
        PixelGrid(
            width: (width - 1) / factor + 1,
            height: (height - 1) / factor + 1,
            millimetresPerPixel: millimetresPerPixel * Float(factor),
            middle: (middle.x / Double(factor), middle.y / Double(factor))
        )
    }
}
