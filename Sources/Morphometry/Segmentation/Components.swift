import Foundation

extension Bitmap {
    /// Pixels that hang together, diagonals included.
    struct Component {
        /// Their places in the bitmap.
        let places: UnsafeBufferPointer<Int32>
        fileprivate let bounds: Bounds

        /// The length of the bounding box's diagonal in pixels.
        var extent: Float {
            let window = bounds.window
            let (x, y) = (Float(window.width), Float(window.height))
            return (x * x + y * y).squareRoot()
        }
    }

    /// Calls `body` with every component, in the order of their first pixels; its places are valid during the call.
    func forEachComponent(_ body: (Component) -> Void) {
        withFlood { flood in
            let end = flood.open + (width + 2) * (height + 2)
            var start = flood.open
            while let found = memchr(start, 1, end - start) {
                start = found.assumingMemoryBound(to: UInt8.self)
                flood.count = 0
                flood.visit(start - flood.open)
                body(component(&flood))
            }
        }
    }

    /// What hangs together with the pixels that `flood` has visited.
    private func component(_ flood: inout Flood) -> Component {
        let line = width &+ 2
        var bounds = Bounds()
        var next = 0
        while next < flood.count {
            let place = Int(flood.places[next])
            let row = Int(UInt32(truncatingIfNeeded: place) / UInt32(truncatingIfNeeded: line))
            let column = place &- row &* line
            bounds.add(row: row, from: column, through: column)
            for neighbour in place &- line &- 1...place &- line &+ 1 { flood.visit(neighbour) }
            flood.visit(place &- 1)
            flood.visit(place &+ 1)
            for neighbour in place &+ line &- 1...place &+ line &+ 1 { flood.visit(neighbour) }
            flood.places[next] = Int32(truncatingIfNeeded: (row &- 1) &* width &+ column &- 1)
            next &+= 1
        }
        return Component(places: UnsafeBufferPointer(start: flood.places, count: flood.count), bounds: bounds)
    }

    /// Adds what the set encloses: pixels from which no path over edges leads outside.
    mutating func fillHoles() {
        let (width, height) = (width, height)
        complement.withFlood { flood in
            let line = width &+ 2
            for column in 1...width {
                flood.visit(line &+ column)
                flood.visit(height &* line &+ column)
            }
            for row in 1...height {
                flood.visit(row &* line &+ 1)
                flood.visit(row &* line &+ width)
            }
            var next = 0
            while next < flood.count {
                let place = Int(flood.places[next])
                flood.visit(place &- 1)
                flood.visit(place &+ 1)
                flood.visit(place &- line)
                flood.visit(place &+ line)
                next &+= 1
            }
            // What was not reached is enclosed.
            bits.withUnsafeMutableBufferPointer { bits in
                for row in 0..<height {
                    for column in 0..<width {
                        bits[row &* width &+ column] |= flood.open[(row &+ 1) &* line &+ column &+ 1]
                    }
                }
            }
        }
    }

    /// Calls `body` with a search that has not begun.
    private func withFlood(_ body: (inout Flood) -> Void) {
        var open = padded(repeating: false)
        open.withUnsafeMutableBufferPointer { open in
            // One more, since a place is written before it is known to count.
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: open.count + 1) { places in
                guard let open = open.baseAddress, let places = places.baseAddress else { return }
                var flood = Flood(open: open, places: places)
                body(&flood)
            }
        }
    }
}

/// The pixels that a search has reached in a set with an empty border.
private struct Flood {
    /// `[height + 2, width + 2]`: 1 for pixels of the set that were not reached.
    let open: UnsafeMutablePointer<UInt8>
    /// The places of those that were, in that order.
    let places: UnsafeMutablePointer<Int32>
    var count = 0

    /// Reaches a pixel if it is open.
    @inline(__always)
    mutating func visit(_ place: Int) {
        // Written in any case, and kept where the pixel is open: nothing depends on a guess of the processor.
        places[count] = Int32(truncatingIfNeeded: place)
        count &+= Int(open[place])
        open[place] = 0
    }
}
