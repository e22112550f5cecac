/// The colour of the skin around a lesion: a plane for each of L*, a* and b*, so that a shadow that falls off over the
/// crop is part of the skin.
struct SkinModel {
    private let base: SIMD4<Float>
    private let perColumn: SIMD4<Float>
    private let perRow: SIMD4<Float>
    /// The median distance of skin pixels from the model.
    private(set) var level: Float = 0
    /// How far skin pixels scatter around `level`: 1.4826 times their median absolute deviation.
    private(set) var spread: Float = 0

    /// Rounds of fitting and leaving out what does not fit.
    private static let rounds = 3
    /// Pixels farther from the model than the median by this many spreads are not skin.
    private static let reach: Float = 2.5
    /// Lighter than skin counts less than darker: scales and glints are not the lesion's outline.
    private static let lighterWeight: Float = 0.3

    /// Fits the model to the pixels at `places` of a picture's smoothed colours, most of which show skin.
    init(_ colours: [SIMD4<Float>], width: Int, places: [Int]) {
        var model = SkinModel(base: Self.median(of: places.map { colours[$0] }))
        var distances = [Float](repeating: 0, count: places.count)
        for _ in 0..<Self.rounds {
            model.measure(colours, width: width, places: places, &distances)
            let limit = model.level + Self.reach * max(model.spread, 0.2)
            let kept = places.indices.filter { distances[$0] <= limit }.map { places[$0] }
            model = SkinModel(planeThrough: colours, width: width, places: kept) ?? model
        }
        model.measure(colours, width: width, places: places, &distances)
        self = model
    }

    /// The skin's colour at a pixel.
    @inline(__always)
    func colour(column: Int, row: Int) -> SIMD4<Float> {
        base + perColumn * Float(column) + perRow * Float(row)
    }

    /// How far a colour is from the skin's: the CIELAB distance, in which lighter counts less.
    @inline(__always)
    static func distance(_ colour: SIMD4<Float>, from skin: SIMD4<Float>) -> Float {
        let difference = colour - skin
        let squares = difference * difference
        let lightness = difference.x > 0 ? lighterWeight * squares.x : squares.x
        return (lightness + squares.y + squares.z).squareRoot()
    }

    private init(base: SIMD4<Float>) {
        self.base = base
        perColumn = .zero
        perRow = .zero
    }

    /// The least-squares planes; nil where the pixels do not span one.
    private init?(planeThrough colours: [SIMD4<Float>], width: Int, places: [Int]) {
        guard places.count >= 12 else { return nil }
        let count = Double(places.count)
        let centreX = places.reduce(0.0) { $0 + Double($1 % width) } / count
        let centreY = places.reduce(0.0) { $0 + Double($1 / width) } / count
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        var (sum, sumX, sumY) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        for place in places {
            let x = Double(place % width) - centreX
            let y = Double(place / width) - centreY
            let colour = SIMD4<Double>(colours[place])
            xx += x * x
            xy += x * y
            yy += y * y
            sum += colour
            sumX += colour * x
            sumY += colour * y
        }
        let determinant = xx * yy - xy * xy
        guard determinant > 1e-3 * (xx + yy) * (xx + yy) else { return nil }
        let alongX = (sumX * yy - sumY * xy) / determinant
        let alongY = (sumY * xx - sumX * xy) / determinant
        base = SIMD4<Float>(sum / count - alongX * centreX - alongY * centreY)
        perColumn = SIMD4<Float>(alongX)
        perRow = SIMD4<Float>(alongY)
    }

    private mutating func measure(
        _ colours: [SIMD4<Float>],
        width: Int,
        places: [Int],
        _ distances: inout [Float]
    ) {
        for (index, place) in places.enumerated() {
            distances[index] = Self.distance(colours[place], from: colour(column: place % width, row: place / width))
        }
        var values = distances
        level = quantile(0.5, &values)
        for index in values.indices { values[index] = abs(values[index] - level) }
        spread = 1.4826 * quantile(0.5, &values)
    }

    private static func median(of colours: [SIMD4<Float>]) -> SIMD4<Float> {
        var result = SIMD4<Float>(0, 0, 0, 1)
        for channel in 0..<3 {
            var values = colours.map { $0[channel] }
            result[channel] = quantile(0.5, &values)
        }
        return result
    }
}
