/// Means, spreads and quantiles of numbers without missing ones.
struct Moments {
    let mean: Double
    /// With n - 1.
    let deviation: Double
    private let sorted: [Double]

    init(_ values: [Double]) {
        let present = values.filter { !$0.isNaN }
        let mean = present.reduce(0, +) / Double(present.count)
        let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = (squares / Double(max(present.count - 1, 1))).squareRoot()
        sorted = present.sorted()
    }

    /// The quantile of `share`, between neighbours by linear interpolation, as pandas has it.
    func quantile(_ share: Double) -> Double {
        guard let last = sorted.indices.last else { return .nan }
        let place = share * Double(last)
        let below = Int(place)
        let above = min(below + 1, last)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    /// The correlation of two columns; rows that lack one take no part.
    static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        var (count, meanFirst, meanSecond) = (0.0, 0.0, 0.0)
        var (squaresFirst, squaresSecond, products) = (0.0, 0.0, 0.0)
        for (a, b) in zip(first, second) where !a.isNaN && !b.isNaN {
            count += 1
            let (stepFirst, stepSecond) = (a - meanFirst, b - meanSecond)
            meanFirst += stepFirst / count
            meanSecond += stepSecond / count
            squaresFirst += stepFirst * (a - meanFirst)
            squaresSecond += stepSecond * (b - meanSecond)
            products += stepFirst * (b - meanSecond)
        }
        return products / (squaresFirst * squaresSecond).squareRoot()
    }

    /// The largest eigenvalue of a symmetric matrix of positive sums, by power iteration.
    static func largestEigenvalue(_ matrix: [[Double]]) -> Double {
        var vector = [Double](repeating: 1, count: matrix.count)
        var eigenvalue = 0.0
        for _ in 0..<500 {
            let image = matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
            let length = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { return 0 }
            eigenvalue = length / vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            vector = image.map { $0 / length }
        }
        return eigenvalue
    }
}
