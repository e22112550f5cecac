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

    /// Calls `body` with every component, in the order of their first pixels.
    func forEachComponent(_ body: (Component) -> Void) {
        var open = bits
        for place in open.indices where open[place] {
            body(Self.take(from: place, &open, width: width, height: height))
        }
    }

    /// The component that holds the pixel at `place`, which must be set.
    func component(at place: Int) -> Component {
        var open = bits
        return Self.take(from: place, &open, width: width, height: height)
    }

    /// Takes away the components that `isKept` refuses.
    mutating func keepComponents(_ isKept: (Component) -> Bool) {
        var kept = self
        forEachComponent { component in
            if !isKept(component) { for place in component.places { kept.bits[Int(place)] = false } }
        }
        self = kept
    }

    /// The set after `change`, which is given only the part around it, `margin` pixels wider: small sets are changed fast.
    func changed(margin: Int, _ change: (inout Bitmap) -> Void) -> Bitmap {
        let window = Window(around: self, margin: margin)
        var part = Bitmap(width: window.width, height: window.height)
        part.bits = window.cut(bits, rowLength: width)
        change(&part)
        var result = self
        for row in 0..<window.height {
            for column in 0..<window.width {
                result.bits[(row + window.top) * width + column + window.left] = part.bits[row * window.width + column]
            }
        }
        return result
    }

    /// The set with the eight neighbours of each of its pixels.
    func widened() -> Bitmap {
        var result = self
        for row in 0..<height {
            for column in 0..<width where bits[row * width + column] {
                for y in max(0, row - 1)...min(height - 1, row + 1) {
                    for x in max(0, column - 1)...min(width - 1, column + 1) { result.bits[y * width + x] = true }
                }
            }
        }
        return result
    }

    /// Adds what the set encloses: pixels from which no path over edges leads outside.
    mutating func fillHoles() {
        var outside = [Bool](repeating: false, count: bits.count)
        var stack: [Int32] = []
        func visit(_ place: Int) {
            if !bits[place] && !outside[place] {
                outside[place] = true
                stack.append(Int32(place))
            }
        }
        for column in 0..<width {
            visit(column)
            visit((height - 1) * width + column)
        }
        for row in 0..<height {
            visit(row * width)
            visit(row * width + width - 1)
        }
        while let next = stack.popLast() {
            let place = Int(next)
            let column = place % width
            if column > 0 { visit(place - 1) }
            if column < width - 1 { visit(place + 1) }
            if place >= width { visit(place - width) }
            if place < bits.count - width { visit(place + width) }
        }
        for place in bits.indices { bits[place] = !outside[place] }
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

    /// The pixels whose four neighbours are in the set; beyond the edge everything is.
    private func eroded() -> Bitmap {
        var result = self
        for row in 0..<height {
            for column in 0..<width where bits[row * width + column] {
                let place = row * width + column
                result.bits[place] =
                    (column == 0 || bits[place - 1]) && (column == width - 1 || bits[place + 1])
                    && (row == 0 || bits[place - width]) && (row == height - 1 || bits[place + width])
            }
        }
        return result
    }

    /// The set with the four neighbours of each of its pixels.
    private func dilated() -> Bitmap {
        var result = self
        for row in 0..<height {
            for column in 0..<width where bits[row * width + column] {
                let place = row * width + column
                if column > 0 { result.bits[place - 1] = true }
                if column < width - 1 { result.bits[place + 1] = true }
                if row > 0 { result.bits[place - width] = true }
                if row < height - 1 { result.bits[place + width] = true }
            }
        }
        return result
    }

    private func intersection(_ other: Bitmap) -> Bitmap {
        var result = self
        for place in bits.indices where !other.bits[place] { result.bits[place] = false }
        return result
    }

    private static func take(from start: Int, _ open: inout [Bool], width: Int, height: Int) -> Component {
        var component = Component()
        open[start] = false
        component.places.append(Int32(start))
        var next = 0
        while next < component.places.count {
            let place = Int(component.places[next])
            next += 1
            let (row, column) = (place / width, place % width)
            component.left = min(component.left, column)
            component.right = max(component.right, column)
            component.top = min(component.top, row)
            component.bottom = max(component.bottom, row)
            for y in max(0, row - 1)...min(height - 1, row + 1) {
                for x in max(0, column - 1)...min(width - 1, column + 1) where open[y * width + x] {
                    open[y * width + x] = false
                    component.places.append(Int32(y * width + x))
                }
            }
        }
        return component
    }
}
