import Foundation

/// A set of pixels.
struct Bitmap {
    let width: Int
    let height: Int
    /// `[height, width]`
    var bits: [Bool]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bits = [Bool](repeating: false, count: width * height)
    }

    /// Pixels that hang together, diagonals included.
    struct Component {
        /// Their places in the bitmap.
        var places: [Int32] = []
        var left = Int.max
        var right = Int.min
        var top = Int.max
        var bottom = Int.min

        /// The length of the bounding box's diagonal in pixels.
        var extent: Float {
            let (x, y) = (Float(right - left + 1), Float(bottom - top + 1))
            return (x * x + y * y).squareRoot()
        }
    }

    /// The number of pixels in the set.
    var count: Int { bits.reduce(0) { $0 &+ ($1 ? 1 : 0) } }

    /// Calls `body` with every component, in the order of their first pixels.
    func forEachComponent(_ body: (Component) -> Void) {
        var open = bits
        var start = 0
        while let next = Self.firstSet(open, from: start) {
            body(Self.take(from: next, &open, width: width, height: height))
            start = next + 1
        }
    }

    private static func firstSet(_ bits: [Bool], from start: Int) -> Int? {
        bits.withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, 1, bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// 1 for a pixel of the set, else 0, with a border of one pixel that repeats the outermost ones:
    /// `[height + 2, width + 2]`.
    func padded() -> [UInt8] {
        let (line, width, height) = (width + 2, width, height)
        return [UInt8](unsafeUninitializedCapacity: line * (height + 2)) { padded, count in
            bits.withUnsafeBufferPointer { bits in
                for row in 0..<height &+ 2 {
                    let source = min(max(row &- 1, 0), height &- 1) &* width
                    let target = row &* line
                    for column in 0..<width { padded[target &+ column &+ 1] = bits[source &+ column] ? 1 : 0 }
                    padded[target] = padded[target &+ 1]
                    padded[target &+ line &- 1] = padded[target &+ line &- 2]
                }
            }
            count = line * (height + 2)
        }
    }

    /// The set with the eight neighbours of each of its pixels.
    func widened() -> Bitmap {
        changed { set, place, line in
            let above = set[place &- line &- 1] | set[place &- line] | set[place &- line &+ 1]
            let below = set[place &+ line &- 1] | set[place &+ line] | set[place &+ line &+ 1]
            return above | below | set[place &- 1] | set[place] | set[place &+ 1]
        }
    }

    /// Adds what the set encloses: pixels from which no path over edges leads outside.
    mutating func fillHoles() {
        var outside = [Bool](repeating: false, count: bits.count)
        let (width, height, count) = (width, height, bits.count)
        bits.withUnsafeMutableBufferPointer { bits in
            outside.withUnsafeMutableBufferPointer { outside in
                var stack: [Int32] = []
                func visit(_ place: Int) {
                    guard !bits[place], !outside[place] else { return }
                    outside[place] = true
                    stack.append(Int32(truncatingIfNeeded: place))
                }
                for column in 0..<width {
                    visit(column)
                    visit(count &- width &+ column)
                }
                for row in 0..<height {
                    visit(row &* width)
                    visit(row &* width &+ width &- 1)
                }
                while let next = stack.popLast() {
                    let place = Int(next)
                    let column = place % width
                    if column > 0 { visit(place &- 1) }
                    if column < width &- 1 { visit(place &+ 1) }
                    if place >= width { visit(place &- width) }
                    if place < count &- width { visit(place &+ width) }
                }
                for place in 0..<count { bits[place] = !outside[place] }
            }
        }
    }

    /// Takes away what is thinner than three pixels, and of the rest all but the largest component; a set that would
    /// vanish stays as it is.
    mutating func open() {
        let kept = eroded().dilated().intersection(self)
        var largest = Component()
        kept.forEachComponent { if $0.places.count > largest.places.count { largest = $0 } }
        guard !largest.places.isEmpty else { return }
        bits = [Bool](repeating: false, count: bits.count)
        for place in largest.places { bits[Int(place)] = true }
    }

    /// The set with all pixels that are at most `times` steps to the side, up or down away.
    func dilated(times: Int) -> Bitmap {
        var result = self
        for _ in 0..<times { result = result.dilated() }
        return result
    }

    /// The pixels whose four neighbours are in the set; beyond the edge everything is.
    private func eroded() -> Bitmap {
        changed { set, place, line in
            set[place] & set[place &- 1] & set[place &+ 1] & set[place &- line] & set[place &+ line]
        }
    }

    /// The set with the four neighbours of each of its pixels.
    private func dilated() -> Bitmap {
        changed { set, place, line in
            set[place] | set[place &- 1] | set[place &+ 1] | set[place &- line] | set[place &+ line]
        }
    }

    /// The pixels for which `rule` gives 1, from the padded set, the pixel's place in it and the length of its rows.
    @inline(__always)
    private func changed(
        _ rule: (_ set: UnsafeBufferPointer<UInt8>, _ place: Int, _ line: Int) -> UInt8
    ) -> Bitmap {
        var result = self
        padded().withUnsafeBufferPointer { set in
            result.bits.withUnsafeMutableBufferPointer { bits in
                for row in 0..<height {
                    let start = (row &+ 1) &* (width &+ 2) &+ 1
                    for column in 0..<width {
                        bits[row &* width &+ column] = rule(set, start &+ column, width &+ 2) != 0
                    }
                }
            }
        }
        return result
    }

    private func intersection(_ other: Bitmap) -> Bitmap {
        var result = self
        result.bits = zip(bits, other.bits).map { $0 && $1 }
        return result
    }

    /// The component that holds the pixel at `start`; its pixels are taken out of `open`.
    static func take(from start: Int, _ open: inout [Bool], width: Int, height: Int) -> Component {
        var component = Component()
        open[start] = false
        component.places.append(Int32(start))
        open.withUnsafeMutableBufferPointer { open in
            var next = 0
            while next < component.places.count {
                let place = Int(component.places[next])
                next &+= 1
                let (row, column) = (place / width, place % width)
                component.left = min(component.left, column)
                component.right = max(component.right, column)
                component.top = min(component.top, row)
                component.bottom = max(component.bottom, row)
                for y in max(0, row &- 1)...min(height &- 1, row &+ 1) {
                    for neighbour in y &* width &+ max(0, column &- 1)...y &* width &+ min(width &- 1, column &+ 1)
                    where open[neighbour] {
                        open[neighbour] = false
                        component.places.append(Int32(truncatingIfNeeded: neighbour))
                    }
                }
            }
        }
        return component
    }
}
