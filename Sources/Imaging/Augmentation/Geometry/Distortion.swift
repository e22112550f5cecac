import Randomness

/// A smooth bend of the image: where a point of the bent image comes from.
///
/// Points are shares of the sides, seen from the centre: the image reaches from -0.5 to 0.5.
enum Distortion: Equatable {
    /// A lens: a point at distance `r` comes from `r * (1 + strength * (r^2 + r^4))`. Above 0 straight lines bend inwards
    /// (OpenCV's `initUndistortRectifyMap` with k1 = k2, as in albumentations' `OpticalDistortion`).
    case optical(strength: Double)
    /// Columns and rows are stretched and squeezed: equal steps come from these positions, which rise from 0 to 1
    /// (albumentations' `GridDistortion`, normalised).
    case grid(columns: [Double], rows: [Double])
    /// Every point is displaced by a random field, smooth like a cubic B-spline over control points (Simard et al., 2003,
    /// with a spline in place of a wide Gaussian). The points form a square, row by row.
    case elastic(controls: [SIMD2<Double>])

    /// How many steps a distorted grid has.
    private static let gridSteps = 5
    /// How many control points an elastic field has across the image; two more lie outside.
    private static let elasticCells = 4

    /// Draws a lens of at most `strength` either way.
    static func optical(upTo strength: Double, _ generator: inout SeededGenerator) -> Distortion {
        .optical(strength: generator.uniform(in: -1...1) * strength)
    }

    /// Draws a grid whose steps are longer or shorter by at most the share `strength`.
    static func grid(upTo strength: Double, _ generator: inout SeededGenerator) -> Distortion {
        var axis: [Double] {
            // A step never shrinks to nothing: all of them might.
            let steps = (0..<gridSteps).map { _ in max(1 + generator.uniform(in: -1...1) * strength, 0.05) }
            let total = steps.reduce(0, +)
            var positions = [0.0]
            for step in steps { positions.append((positions.last ?? 0) + step / total) }
            return positions
        }
        return .grid(columns: axis, rows: axis)
    }

    /// Draws a field whose displacements have the standard deviation `strength`, as a share of the side.
    static func elastic(strength: Double, _ generator: inout SeededGenerator) -> Distortion {
        // The spline averages its control points: in two dimensions half of their deviation is left.
        let deviation = 2 * strength
        let side = elasticCells + 3
        return .elastic(
            controls: (0..<side * side).map { _ in
                SIMD2(generator.normal(standardDeviation: deviation), generator.normal(standardDeviation: deviation))
            }
        )
    }

    /// Returns where the point comes from.
    func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
        switch self {
        case .optical(let strength):
            let square = point.x * point.x + point.y * point.y
            return point * (1 + strength * (square + square * square))
        case .grid(let columns, let rows):
            return SIMD2(Self.position(point.x, columns), Self.position(point.y, rows))
        case .elastic(let controls):
            return point + Self.displacement(at: point, controls)
        }
    }

    /// Outside the image nothing is stretched.
    private static func position(_ share: Double, _ positions: [Double]) -> Double {
        let place = (share + 0.5) * Double(gridSteps)
        guard place > 0, place < Double(gridSteps) else { return share }
        let step = Int(place)
        return positions[step] + (place - Double(step)) * (positions[step + 1] - positions[step]) - 0.5
    }

    private static func displacement(at point: SIMD2<Double>, _ controls: [SIMD2<Double>]) -> SIMD2<Double> {
        let (column, across) = splineWeights(point.x)
        let (row, down) = splineWeights(point.y)
        var sum = SIMD2<Double>.zero
        for tap in 0..<4 {
            let start = (row + tap) * (elasticCells + 3) + column
            let left = controls[start] * across.x + controls[start + 1] * across.y
            let right = controls[start + 2] * across.z + controls[start + 3] * across.w
            sum += (left + right) * down[tap]
        }
        return sum
    }

    /// The first of four control points, and their weights; points outside take the border's.
    private static func splineWeights(_ share: Double) -> (Int, SIMD4<Double>) {
        let place = min(max((share + 0.5) * Double(elasticCells), 0), Double(elasticCells))
        let cell = min(Int(place), elasticCells - 1)
        let t = place - Double(cell)
        let rest = 1 - t
        return (
            cell,
            SIMD4(
                rest * rest * rest,
                3 * t * t * t - 6 * t * t + 4,
                3 * rest * rest * rest - 6 * rest * rest + 4,
                t * t * t
            ) / 6
        )
    }
}
