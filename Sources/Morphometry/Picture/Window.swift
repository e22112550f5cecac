/// A part of a picture: what lies around a lesion is all that measuring it needs.
struct Window {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    /// The bounding box of the pixels at `places`, of which there must be one.
    init<Place: BinaryInteger>(around places: some Collection<Place>, rowLength: Int) {
        var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
        for place in places {
            let (row, column) = Int(place).quotientAndRemainder(dividingBy: rowLength)
            left = min(left, column)
            right = max(right, column)
            top = min(top, row)
            bottom = max(bottom, row)
        }
        self.init(left: left, top: top, width: right - left + 1, height: bottom - top + 1)
    }

    init(left: Int, top: Int, width: Int, height: Int) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    /// The window with `margin` pixels more on every side where a picture goes on.
    func widened(by margin: Int, width: Int, height: Int) -> Window {
        let (left, top) = (max(0, self.left - margin), max(0, self.top - margin))
        return Window(
            left: left,
            top: top,
            width: min(width, self.left + self.width + margin) - left,
            height: min(height, self.top + self.height + margin) - top
        )
    }

    /// The window as it lies in another one.
    func moved(into window: Window) -> Window {
        Window(left: left - window.left, top: top - window.top, width: width, height: height)
    }

    /// The place in the window of a pixel at `place` in rows of `rowLength`.
    func place(of place: Int, rowLength: Int) -> Int {
        let (row, column) = place.quotientAndRemainder(dividingBy: rowLength)
        return (row - top) * width + column - left
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
            places: places.map { window.place(of: $0, rowLength: rowLength) },
            bounds: bounds.moved(into: window),
            threshold: threshold,
            smoothed: window.cut(smoothed, rowLength: rowLength),
            distances: window.cut(distances, rowLength: rowLength),
            skin: skin
        )
    }

    /// The lesion with one pixel around it where the picture goes on.
    var tightLesion: Bitmap {
        let window = bounds.widened(by: 1, width: lesion.width, height: lesion.height)
        var part = Bitmap(width: window.width, height: window.height)
        part.bits = window.cut(lesion.bits, rowLength: lesion.width)
        return part
    }
}
