/// How far every pixel of a lesion's window is from its border: negative inside, positive outside, in pixels.
///
/// The 3-4 chamfer distance (Borgefors, 1986) to the nearest pixel of the other side, half a pixel less: within 8 %.
struct SignedDistance {
    /// `[height, width]` of the window.
    let values: Plane

    init(_ lesion: LesionPixels) {
        let window = lesion.window
        let outside = Self.thirds(toward: lesion.set)
        // No pixel of the lesion is farther from its end than the bounding box's rim.
        let bounds = lesion.bounds.widened(by: 1, in: lesion.grid)
        let inner = lesion.seen(in: bounds)
        let inside = Self.thirds(toward: inner.set.complement)
        values = Plane(count: window.width * window.height) { values in
            for row in 0..<window.height {
                let source = (row &+ 1) &* (window.width &+ 2) &+ 1
                for column in 0..<window.width {
                    values[row &* window.width &+ column] = Float(outside[source &+ column]) / 3 - 0.5
                }
            }
            inner.forEach { column, row, _ in
                let place = (row &+ bounds.top &- window.top) &* window.width &+ column &+ bounds.left &- window.left
                let distance = inside[(row &+ 1) &* (bounds.width &+ 2) &+ column &+ 1]
                values[place] = -(Float(distance) / 3 - 0.5)
            }
        }
    }

    /// Three times the distance to the nearest pixel of a set, with a border of one pixel that is far from everything:
    /// `[height + 2, width + 2]`.
    private static func thirds(toward set: Bitmap) -> [Int16] {
        let (line, height) = (set.width + 2, set.height)
        var thirds = [Int16](repeating: 30_000, count: line * (height + 2))
        thirds.withUnsafeMutableBufferPointer { thirds in
            guard let start = thirds.baseAddress else { return }
            for row in 0..<height {
                let own = start + ((row + 1) * line + 1)
                for column in 0..<set.width { own[column] = set.bits[row &* set.width &+ column] != 0 ? 0 : 30_000 }
            }
            for row in 1...height {
                let own = start + row * line
                nearer(own, than: own - line, width: set.width)
                var before = own[0]
                for column in 1...set.width {
                    before = min(own[column], before &+ 3)
                    own[column] = before
                }
            }
            for row in (1...height).reversed() {
                let own = start + row * line
                nearer(own, than: own + line, width: set.width)
                var behind = own[set.width + 1]
                for column in (1...set.width).reversed() {
                    behind = min(own[column], behind &+ 3)
                    own[column] = behind
                }
            }
        }
        return thirds
    }

    /// Shortens the ways of a row by those over the row beside it.
    @inline(__always)
    private static func nearer(_ own: UnsafeMutablePointer<Int16>, than beside: UnsafeMutablePointer<Int16>, width: Int)
    {
        for column in 1...width {
            let across = min(beside[column &- 1], beside[column &+ 1]) &+ 4
            own[column] = min(own[column], min(across, beside[column] &+ 3))
        }
    }
}
