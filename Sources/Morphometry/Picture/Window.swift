/// A part of a picture: what lies around a lesion is all that measuring it needs.
struct Window {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    /// The bounding box of a set that is not empty, `margin` pixels wider on every side where the picture goes on.
    init(around set: Bitmap, margin: Int) {
        var (left, right, top, bottom) = (set.width, -1, set.height, -1)
        for row in 0..<set.height {
            for column in 0..<set.width where set.bits[row * set.width + column] {
                left = min(left, column)
                right = max(right, column)
                top = min(top, row)
                bottom = row
            }
        }
        self.left = max(0, left - margin)
        self.top = max(0, top - margin)
        width = min(set.width, right + margin + 1) - self.left
        height = min(set.height, bottom + margin + 1) - self.top
    }

    /// The window's part of values that are laid out `[rows, rowLength]`.
    func cut<Value>(_ values: [Value], rowLength: Int) -> [Value] {
        var part: [Value] = []
        part.reserveCapacity(width * height)
        for row in top..<top + height { part += values[row * rowLength + left..<row * rowLength + left + width] }
        return part
    }
}

extension Segmentation {
    /// The part of the segmentation in a window that holds the lesion.
    func cut(_ window: Window) -> Segmentation {
        let rowLength = lesion.width
        var part = Bitmap(width: window.width, height: window.height)
        part.bits = window.cut(lesion.bits, rowLength: rowLength)
        return Segmentation(
            lesion: part,
            places: places.map { place in
                (place / rowLength - window.top) * window.width + place % rowLength - window.left
            },
            threshold: threshold,
            smoothed: window.cut(smoothed, rowLength: rowLength),
            distances: window.cut(distances, rowLength: rowLength),
            skin: skin
        )
    }
}
