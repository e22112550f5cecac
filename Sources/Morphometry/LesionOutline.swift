public import Imaging

/// Which pixels of a crop show the lesion.
public struct LesionOutline: Sendable {
    /// Columns and rows of the crop that was measured.
    public let width: Int
    public let height: Int
    /// `[height, width]`: whether a pixel belongs to the lesion.
    public let isLesion: [Bool]

    init(_ lesion: LesionPixels, _ picture: LabPicture, _ image: RGBImage) {
        width = image.width
        height = image.height
        var isLesion = [Bool](repeating: false, count: image.width * image.height)
        for run in lesion.inPicture.runs {
            let start = (run.row + picture.top) * image.width + picture.left
            for column in run.columns { isLesion[start + column] = true }
        }
        self.isLesion = isLesion
    }

    /// The crop, enlarged to `side` pixels, with the lesion's border drawn in green.
    public func drawn(on image: RGBImage, side: Int) -> RGBImage {
        var drawing = image.resized(width: side, height: side)
        func holds(_ x: Int, _ y: Int) -> Bool {
            guard x >= 0, x < side, y >= 0, y < side else { return false }
            return isLesion[y * height / side * width + x * width / side]
        }
        for y in 0..<side {
            for x in 0..<side where holds(x, y) {
                if !holds(x - 1, y) || !holds(x + 1, y) || !holds(x, y - 1) || !holds(x, y + 1) {
                    drawing[x, y] = (0, 255, 60)
                }
            }
        }
        return drawing
    }
}
