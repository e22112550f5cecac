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
    init(_ distances: Plane, width: Int, from start: Int, above thresholds: [Float]) {
        var counts = [Int](repeating: 0, count: thresholds.count)
        let end = distances.count
        // Pixels that wait for a threshold's turn form a chain: its first pixel, and each pixel's next.
        let (unseen, none) = (Int32(-2), Int32(-1))
        var waiting = [Int32](repeating: none, count: thresholds.count)
        var following = [Int32](repeating: unseen, count: end)
        places = [Int32](unsafeUninitializedCapacity: end) { places, found in
            var count = 0
            distances.withPointer { distances in
                following.withUnsafeMutableBufferPointer { following in
                    thresholds.withUnsafeBufferPointer { thresholds in
                        waiting.withUnsafeMutableBufferPointer { waiting in
                            @inline(__always)
                            func visit(_ place: Int, _ highest: Int) {
                                guard following[place] == unseen else { return }
                                let distance = distances[place]
                                var level = highest
                                while level >= 0 && distance <= thresholds[level] { level &-= 1 }
                                following[place] = none
                                guard level >= 0 else { return }
                                following[place] = waiting[level]
                                waiting[level] = Int32(truncatingIfNeeded: place)
                            }
                            following[start] = none
                            waiting[thresholds.count &- 1] = Int32(start)
                            for level in thresholds.indices.reversed() {
                                while waiting[level] != none {
                                    let place = Int(waiting[level])
                                    waiting[level] = following[place]
                                    places[count] = Int32(truncatingIfNeeded: place)
                                    count &+= 1
                                    let column = Int(
                                        UInt32(truncatingIfNeeded: place) % UInt32(truncatingIfNeeded: width)
                                    )
                                    if column > 0 { visit(place &- 1, level) }
                                    if column < width &- 1 { visit(place &+ 1, level) }
                                    if place >= width { visit(place &- width, level) }
                                    if place < end &- width { visit(place &+ width, level) }
                                }
                                counts[level] = count
                            }
                        }
                    }
                }
            }
            found = count
        }
        regions = zip(thresholds, counts).map { Region(threshold: $0, count: $1) }
    }

    /// The places of a region's pixels.
    func places(of region: Region) -> ArraySlice<Int32> { places[..<region.count] }
}
