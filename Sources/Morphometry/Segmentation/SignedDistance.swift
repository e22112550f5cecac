/// How far every pixel of a lesion's window is from its border: negative inside, positive outside, in pixels.
///
/// The 3-4 chamfer distance (Borgefors, 1986) to the nearest pixel of the other side, half a pixel less: within 8 %.
struct SignedDistance {
    /// `[height, width]` of the window.
    let values: Plane

    init(_ lesion: Bitmap) {
        let (width, height) = (lesion.width, lesion.height)
        // With a border that repeats the outermost pixels but is far from everything.
        let set = lesion.padded(repeating: true)
        var distance = [Int32](repeating: 30_000, count: set.count)
        values = Plane(count: width * height) { values in
            set.withUnsafeBufferPointer { set in
                distance.withUnsafeMutableBufferPointer { distance in
                    let line = width &+ 2
                    // Three times the distance to the nearest pixel of the other side. A way that crosses the border is
                    // never the shortest, so both sides share the array.
                    func spread(_ place: Int, _ direction: Int) {
                        let own = set[place]
                        @inline(__always)
                        func reach(_ other: Int, _ step: Int32) -> Int32 {
                            (set[other] == own ? distance[other] : 0) &+ step
                        }
                        let beside = min(reach(place &- direction, 3), reach(place &- direction &* line, 3))
                        let across = min(
                            reach(place &- direction &* (line &+ 1), 4),
                            reach(place &- direction &* (line &- 1), 4)
                        )
                        distance[place] = min(distance[place], min(beside, across))
                    }
                    for row in 1...height {
                        for place in row &* line &+ 1...row &* line &+ width { spread(place, 1) }
                    }
                    for row in (1...height).reversed() {
                        for column in 1...width { spread(row &* line &+ width &+ 1 &- column, -1) }
                    }
                    for row in 0..<height {
                        for column in 0..<width {
                            let place = (row &+ 1) &* line &+ column &+ 1
                            let far = Float(distance[place]) / 3 - 0.5
                            values[row &* width &+ column] = set[place] == 1 ? -far : far
                        }
                    }
                }
            }
        }
    }
}
