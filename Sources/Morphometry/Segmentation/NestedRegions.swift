/// The connected pixels around a place that are farther from the skin than each of several thresholds, in one search.
struct NestedRegions {
    /// The region above one threshold.
    struct Region {
        let threshold: Float
        /// The number of its pixels.
        let count: Int

        /// The radius of a disc of the same area, in pixels.
        var radius: Float { (Float(count) / .pi).squareRoot() }
    }

    /// The regions, by ascending threshold: each holds the next.
    let regions: [Region]
    /// The places of all pixels; the first `count` are those of a region.
    private let places: [Int32]

    /// Searches from the place `start`, which belongs to every region.
    ///
    /// The highest threshold's region comes first; pixels on its rim wait until their own threshold's turn.
    init(_ distances: [Float], width: Int, from start: Int, above thresholds: [Float]) {
        var places: [Int32] = []
        var counts = [Int](repeating: 0, count: thresholds.count)
        var waiting = [[Int32]](repeating: [], count: thresholds.count)
        var seen = [Bool](repeating: false, count: distances.count)
        let end = distances.count
        seen[start] = true
        waiting[thresholds.count - 1].append(Int32(start))
        distances.withUnsafeBufferPointer { distances in
            seen.withUnsafeMutableBufferPointer { seen in
                for level in thresholds.indices.reversed() {
                    var next = places.count
                    places += waiting[level]
                    func visit(_ place: Int) {
                        guard !seen[place] else { return }
                        seen[place] = true
                        let distance = distances[place]
                        if distance > thresholds[level] {
                            places.append(Int32(truncatingIfNeeded: place))
                        } else if let own = thresholds[..<level].lastIndex(where: { distance > $0 }) {
                            waiting[own].append(Int32(truncatingIfNeeded: place))
                        }
                    }
                    while next < places.count {
                        let place = Int(places[next])
                        next &+= 1
                        let column = place % width
                        if column > 0 { visit(place &- 1) }
                        if column < width &- 1 { visit(place &+ 1) }
                        if place >= width { visit(place &- width) }
                        if place < end &- width { visit(place &+ width) }
                    }
                    counts[level] = places.count
                }
            }
        }
        self.places = places
        regions = zip(thresholds, counts).map { Region(threshold: $0, count: $1) }
    }

    /// The places of a region's pixels.
    func places(of region: Region) -> ArraySlice<Int32> { places[..<region.count] }
}
