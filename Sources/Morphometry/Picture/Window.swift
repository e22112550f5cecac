/// A rectangle of a picture's pixels.
struct Window {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    /// The window with `margin` pixels more on every side where the picture goes on.
    func widened(by margin: Int, in grid: PixelGrid) -> Window {
        let (left, top) = (max(0, self.left - margin), max(0, self.top - margin))
        return Window(
            left: left,
            top: top,
            width: min(grid.width, self.left + self.width + margin) - left,
            height: min(grid.height, self.top + self.height + margin) - top
        )
    }
}

/// The smallest window around some pixels, found pixel by pixel.
struct Bounds {
    private(set) var left = Int.max
    private(set) var right = Int.min
    private(set) var top = Int.max
    private(set) var bottom = Int.min

    /// Adds the pixels of a row from one column up to another, that one included.
    @inline(__always)
    mutating func add(row: Int, from first: Int, through last: Int) {
        left = min(left, first)
        right = max(right, last)
        top = min(top, row)
        bottom = max(bottom, row)
    }

    /// The window; at least one pixel must have been added.
    var window: Window {
        Window(left: left, top: top, width: right - left + 1, height: bottom - top + 1)
    }
}
