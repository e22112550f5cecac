/// The colour of the skin around a lesion: a plane for each of L*, a* and b*, so that a shadow that falls off over the
/// crop is part of the skin.
struct SkinModel {
    private let base: SIMD4<Float>
    private var perColumn: SIMD4<Float>
    private var perRow: SIMD4<Float>
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
        let samples = colours.withUnsafeBufferPointer { colours in
            places.map { place in
                let (row, column) = place.quotientAndRemainder(dividingBy: width)
                return SkinSample(column: Float(column), row: Float(row), colour: colours[place])
            }
        }
        self = samples.withUnsafeBufferPointer { SkinModel($0) }
    }

    private init(_ samples: UnsafeBufferPointer<SkinSample>) {
        var model = SkinModel(base: Self.median(of: samples))
        var distances = [Float](repeating: 0, count: samples.count)
        for _ in 0..<Self.rounds {
            model.measure(samples, &distances)
            let limit = model.level + Self.reach * max(model.spread, 0.2)
            model = distances.withUnsafeBufferPointer { SkinModel(planeThrough: samples, $0, upTo: limit) } ?? model
        }
        model.measure(samples, &distances)
        self = model
    }

    /// The same skin where pixels stand `factor` times as dense.
    func finer(by factor: Int) -> SkinModel {
        var model = self
        model.perColumn /= Float(factor)
        model.perRow /= Float(factor)
        return model
    }

    /// How far the colours of a row of pixels are from the skin's: the CIELAB distance, in which lighter counts less; 0 where a
    /// colour has no weight.
    func distances(
        _ colours: UnsafeBufferPointer<SIMD4<Float>>,
        row: Int,
        into distances: UnsafeMutableBufferPointer<Float>
    ) {
        let start = base + perRow * Float(row)
        // Four pixels at a time: their colours are turned into numbers of L*, of a*, of b* and weights.
        for column in stride(from: 0, to: colours.count &- 3, by: 4) {
            let (first, second) = (colours[column], colours[column &+ 1])
            let (third, fourth) = (colours[column &+ 2], colours[column &+ 3])
            let columns = SIMD4<Float>(0, 1, 2, 3) + Float(column)
            var lightness = SIMD4(first.x, second.x, third.x, fourth.x)
            lightness -= start.x + perColumn.x * columns
            var a = SIMD4(first.y, second.y, third.y, fourth.y)
            a -= start.y + perColumn.y * columns
            var b = SIMD4(first.z, second.z, third.z, fourth.z)
            b -= start.z + perColumn.z * columns
            var result = Self.lengths(lightness: lightness, a: a, b: b)
            let weights = SIMD4(first.w, second.w, third.w, fourth.w)
            result.replace(with: 0, where: weights .<= 0)
            distances[column] = result.x
            distances[column &+ 1] = result.y
            distances[column &+ 2] = result.z
            distances[column &+ 3] = result.w
        }
        for column in colours.count & ~3..<colours.count {
            let difference = colours[column] - (start + perColumn * Float(column))
            distances[column] = colours[column].w > 0 ? Self.length(of: difference) : 0
        }
    }

    private init(base: SIMD4<Float>) {
        self.base = base
        perColumn = .zero
        perRow = .zero
    }

    /// The least-squares planes through the pixels whose distance is at most `limit`; nil where these do not span one.
    private init?(
        planeThrough samples: UnsafeBufferPointer<SkinSample>,
        _ distances: UnsafeBufferPointer<Float>,
        upTo limit: Float
    ) {
        // Whole numbers of a few hundred: their sums of squares are exact, whatever the origin.
        var (n, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (sum, sumX, sumY) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        for index in samples.indices where distances[index] <= limit {
            let sample = samples[index]
            let (column, row) = (Double(sample.column), Double(sample.row))
            let colour = SIMD4<Double>(sample.colour)
            n += 1
            x += column
            y += row
            xx += column * column
            xy += column * row
            yy += row * row
            sum += colour
            sumX += colour * column
            sumY += colour * row
        }
        guard n >= 12 else { return nil }
        let (centreX, centreY) = (x / n, y / n)
        xx -= x * centreX
        xy -= x * centreY
        yy -= y * centreY
        sumX -= sum * centreX
        sumY -= sum * centreY
        let determinant = xx * yy - xy * xy
        guard determinant > 1e-3 * (xx + yy) * (xx + yy) else { return nil }
        let alongX = (sumX * yy - sumY * xy) / determinant
        let alongY = (sumY * xx - sumX * xy) / determinant
        base = SIMD4<Float>(sum / n - alongX * centreX - alongY * centreY)
        perColumn = SIMD4<Float>(alongX)
        perRow = SIMD4<Float>(alongY)
    }

    private mutating func measure(_ samples: UnsafeBufferPointer<SkinSample>, _ distances: inout [Float]) {
        let (base, perColumn, perRow) = (base, perColumn, perRow)
        func difference(_ index: Int) -> SIMD4<Float> {
            let sample = samples[index]
            return sample.colour - (base + perColumn * sample.column + perRow * sample.row)
        }
        distances.withUnsafeMutableBufferPointer { distances in
            for index in stride(from: 0, to: samples.count &- 3, by: 4) {
                let (first, second) = (difference(index), difference(index &+ 1))
                let (third, fourth) = (difference(index &+ 2), difference(index &+ 3))
                let lengths = Self.lengths(
                    lightness: SIMD4(first.x, second.x, third.x, fourth.x),
                    a: SIMD4(first.y, second.y, third.y, fourth.y),
                    b: SIMD4(first.z, second.z, third.z, fourth.z)
                )
                for position in 0..<4 { distances[index &+ position] = lengths[position] }
            }
            for index in samples.count & ~3..<samples.count { distances[index] = Self.length(of: difference(index)) }
        }
        var values = distances
        let level = quantile(0.5, values)
        values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] = abs(values[index] - level) }
        }
        spread = 1.4826 * quantile(0.5, values)
        self.level = level
    }

    private static func median(of samples: UnsafeBufferPointer<SkinSample>) -> SIMD4<Float> {
        var result = SIMD4<Float>(0, 0, 0, 1)
        for channel in 0..<3 {
            let values = samples.map { $0.colour[channel] }
            result[channel] = quantile(0.5, values)
        }
        return result
    }

    /// Four differences of colours as numbers, without a branch.
    @inline(__always)
    private static func lengths(lightness: SIMD4<Float>, a: SIMD4<Float>, b: SIMD4<Float>) -> SIMD4<Float> {
        var squares = lightness * lightness
        squares.replace(with: squares * lighterWeight, where: lightness .> 0)
        squares += a * a
        squares += b * b
        return squares.squareRoot()
    }

    /// A difference of colours as a number: the CIELAB distance, in which lighter counts less.
    @inline(__always)
    private static func length(of difference: SIMD4<Float>) -> Float {
        let squares = difference * difference
        let lightness = difference.x > 0 ? lighterWeight * squares.x : squares.x
        return (lightness + squares.y + squares.z).squareRoot()
    }
}

/// A pixel that a model of the skin is fitted to.
private struct SkinSample {
    let column: Float
    let row: Float
    let colour: SIMD4<Float>
}
