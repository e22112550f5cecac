import Foundation

/// The size and the outline of a lesion, in millimetres.
struct ShapeMeasures {
    let area: Double
    /// The outline's length by the Cauchy-Crofton formula over four directions.
    let perimeter: Double
    /// The axes of the ellipse with the same second moments.
    let majorAxis: Double
    let minorAxis: Double
    /// The angle of the major axis, 0 to 180 degrees, from the row's direction downwards.
    let angle: Double
    /// The largest extent over directions of 5 degrees, and the extent across it.
    let longDiameter: Double
    let shortDiameter: Double
    /// The area as a share of its convex hull's.
    let solidity: Double
    /// The share of the outline that lies on the picture's edge.
    let edgeShare: Double
    /// The centroid in pixels of the lesion's window.
    let centre: (x: Double, y: Double)
    /// The distance of the centroid from the middle of the crop.
    let offset: Double
    /// The second moments in pixels squared.
    let covariance: (xx: Double, xy: Double, yy: Double)

    init(_ lesion: LesionPixels) {
        let grid = lesion.grid
        let unit = Double(grid.millimetresPerPixel)
        let count = Double(lesion.count)
        var sum = SIMD2<Double>.zero
        lesion.forEach { column, row, _ in sum += SIMD2(Double(column), Double(row)) }
        let mean = sum / count
        // A pixel is a square: 1/12 is its own second moment.
        var (xx, xy, yy) = (count / 12, 0.0, count / 12)
        lesion.forEach { column, row, _ in
            let x = Double(column) - mean.x
            let y = Double(row) - mean.y
            xx += x * x
            xy += x * y
            yy += y * y
        }
        (xx, xy, yy) = (xx / count, xy / count, yy / count)
        let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let turn = 0.5 * atan2(2 * xy, xx - yy)
        let outline = Outline(lesion.seen(in: lesion.bounds.widened(by: 1, in: grid)).set)
        let diameters = outline.diameters()

        area = count * unit * unit
        perimeter = outline.perimeter * unit
        majorAxis = 4 * ((xx + yy) / 2 + root).squareRoot() * unit
        minorAxis = 4 * max(0, (xx + yy) / 2 - root).squareRoot() * unit
        angle = (turn < 0 ? turn + .pi : turn) * 180 / .pi
        longDiameter = diameters.long * unit
        shortDiameter = diameters.short * unit
        solidity = min(1, count / outline.hullArea)
        edgeShare = outline.edgeShare
        centre = (mean.x, mean.y)
        let middle = (
            x: grid.middle.x - Double(lesion.window.left),
            y: grid.middle.y - Double(lesion.window.top)
        )
        offset = hypot(mean.x - middle.x, mean.y - middle.y) * unit
        covariance = (xx, xy, yy)
    }

    /// The direction of the major axis.
    var axis: SIMD2<Double> { SIMD2(cos(angle * .pi / 180), sin(angle * .pi / 180)) }

    /// How elongated the ellipse is: 0 for a circle, near 1 for a line.
    var eccentricity: Double { max(0, 1 - (minorAxis * minorAxis) / (majorAxis * majorAxis)).squareRoot() }
}
