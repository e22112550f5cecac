import Foundation

/// The border of a set of pixels.
struct Outline {
    /// The length in pixels.
    let perimeter: Double
    /// The area of the convex hull in pixels, those on its border whole.
    let hullArea: Double
    /// The share of the border that lies on the bitmap's edge.
    let edgeShare: Double
    /// The leftmost and rightmost pixel of every row.
    private let ends: [SIMD2<Double>]

    init(_ set: Bitmap) {
        let (width, height) = (set.width, set.height)
        func holds(_ column: Int, _ row: Int) -> Int {
            guard column >= 0 && column < width && row >= 0 && row < height else { return 0 }
            return Int(set.bits[row &* width &+ column])
        }
        // Changes from one pixel to the next, along rows, columns and both diagonals.
        var (straight, diagonal, edge) = (0, 0, 0)
        var ends: [SIMD2<Double>] = []
        for row in 0...height {
            var (first, last) = (-1, -1)
            var (left, above, aboveLeft) = (0, 0, 0)
            for column in 0...width {
                aboveLeft = above
                above = holds(column, row &- 1)
                let own = holds(column, row)
                straight &+= own ^ left
                straight &+= own ^ above
                diagonal &+= own ^ aboveLeft
                diagonal &+= above ^ left
                left = own
                guard own == 1 else { continue }
                if first < 0 { first = column }
                last = column
                edge &+= (column == 0 ? 1 : 0) &+ (column == width &- 1 ? 1 : 0)
                edge &+= (row == 0 ? 1 : 0) &+ (row == height &- 1 ? 1 : 0)
            }
            if first >= 0 {
                ends.append(SIMD2(Double(first), Double(row)))
                ends.append(SIMD2(Double(last), Double(row)))
            }
        }
        perimeter = .pi / 8 * (Double(straight) + Double(diagonal) / 2.0.squareRoot())
        edgeShare = straight > 0 ? Double(edge) / Double(straight) : 0
        hullArea = Self.hullArea(ends)
        self.ends = ends
    }

    /// The largest extent over directions of 5 degrees, and the extent across it, in pixels.
    func diameters() -> (long: Double, short: Double) {
        let extents = (0..<36).map { step in
            extent(along: SIMD2(cos(Double(step) * .pi / 36), sin(Double(step) * .pi / 36)))
        }
        guard let long = extents.indices.max(by: { extents[$0] < extents[$1] }) else { return (0, 0) }
        return (extents[long], extents[(long + 18) % 36])
    }

    /// The pixels' extent: from centre to centre, and the half pixel that the border is away at either end.
    private func extent(along direction: SIMD2<Double>) -> Double {
        var (least, most) = (Double.infinity, -Double.infinity)
        for end in ends {
            let place = (end * direction).sum()
            least = min(least, place)
            most = max(most, place)
        }
        return most - least + 1
    }

    /// The area of the convex hull of the pixels' squares, by Andrew's monotone chain.
    private static func hullArea(_ ends: [SIMD2<Double>]) -> Double {
        let half = 0.5
        var corners: [SIMD2<Double>] = []
        corners.reserveCapacity(4 * ends.count)
        for end in ends {
            corners.append(end + SIMD2(-half, -half))
            corners.append(end + SIMD2(half, -half))
            corners.append(end + SIMD2(-half, half))
            corners.append(end + SIMD2(half, half))
        }
        let sorted = corners.sorted { $0.x == $1.x ? $0.y < $1.y : $0.x < $1.x }
        let hull = Self.half(sorted) + Self.half(sorted.reversed())
        guard hull.count > 2 else { return 1 }
        let twice = hull.indices.reduce(0.0) { sum, index in
            let next = hull[(index + 1) % hull.count]
            return sum + hull[index].x * next.y - next.x * hull[index].y
        }
        return abs(twice) / 2
    }

    private static func half(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
        var chain: [SIMD2<Double>] = []
        for point in points {
            while chain.count >= 2 {
                let first = chain[chain.count - 1] - chain[chain.count - 2]
                let second = point - chain[chain.count - 1]
                guard first.x * second.y - first.y * second.x <= 0 else { break }
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain.dropLast()
    }
}
