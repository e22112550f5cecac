internal import CPixels

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

    /// Fits the model to pixels most of which show skin.
    init(_ samples: SkinSamples) {
        var model = SkinModel(base: samples.median)
        var distances = [Float](repeating: 0, count: samples.count + 3)
        for _ in 0..<Self.rounds {
            model.measure(samples, &distances)
            let limit = model.level + Self.reach * max(model.spread, 0.2)
            model = SkinModel(planeThrough: samples, distances, upTo: limit) ?? model
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

    /// `[height, width]`: how far a picture's colours are from the skin's, as a CIELAB distance in which lighter counts less;
    /// 0 where only hair is near.
    func distances(_ picture: SmoothedPicture) -> Plane {
        let (width, height) = (picture.grid.width, picture.grid.height)
        return picture.withChannels { colours in
            Plane(count: picture.grid.count) { distances in
                for row in 0..<height {
                    let start = base + perRow * Float(row)
                    // Up to three pixels of the next row are written too, and then written anew.
                    for column in stride(from: 0, to: width, by: 4) {
                        let place = row &* width &+ column
                        let columns = SIMD4<Float>(0, 1, 2, 3) + Float(column)
                        let result = Self.lengths(
                            lightness: colours.lightness.four(place) - (start.x + perColumn.x * columns),
                            a: colours.a.four(place) - (start.y + perColumn.y * columns),
                            b: colours.b.four(place) - (start.z + perColumn.z * columns)
                        )
                        distances.setFour(place, result * colours.weight.four(place))
                    }
                }
            }
        }
    }

    private init(base: SIMD4<Float>) {
        self.base = base
        perColumn = .zero
        perRow = .zero
    }

    /// The least-squares planes through the pixels whose distance is at most `limit`; nil where these do not span one.
    private init?(planeThrough samples: SkinSamples, _ distances: [Float], upTo limit: Float) {
        // Whole numbers of a few hundred: their sums of squares are exact, whatever the origin.
        var (n, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (sum, sumX, sumY) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        distances.withUnsafeBufferPointer { distances in
            samples.withPointers { samples in
                for index in 0..<samples.count where distances[index] <= limit {
                    let (column, row) = (Double(samples.columns[index]), Double(samples.rows[index]))
                    let colour = SIMD4(
                        Double(samples.lightness[index]),
                        Double(samples.a[index]),
                        Double(samples.b[index]),
                        1
                    )
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
            }
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

    /// Measures the level and the spread; `distances` has room for three more than there are pixels.
    private mutating func measure(_ samples: SkinSamples, _ distances: inout [Float]) {
        let (base, perColumn, perRow) = (base, perColumn, perRow)
        (level, spread) = distances.withUnsafeMutableBufferPointer { distances in
            guard let start = distances.baseAddress else { return (0, 0) }
            samples.withPointers { samples in
                for index in stride(from: 0, to: samples.count, by: 4) {
                    let (columns, rows) = (samples.columns.four(index), samples.rows.four(index))
                    let lengths = Self.lengths(
                        lightness: samples.lightness.four(index) - (base.x + perColumn.x * columns + perRow.x * rows),
                        a: samples.a.four(index) - (base.y + perColumn.y * columns + perRow.y * rows),
                        b: samples.b.four(index) - (base.z + perColumn.z * columns + perRow.z * rows)
                    )
                    start.setFour(index, lengths)
                }
            }
            let level = quantile(0.5, UnsafeBufferPointer(start: start, count: samples.count))
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: samples.count) { deviations in
                for index in deviations.indices { deviations[index] = abs(start[index] - level) }
                return (level, 1.4826 * quantile(0.5, UnsafeBufferPointer(deviations)))
            }
        }
    }

    /// Four differences of colours as numbers, without a branch: CIELAB distances in which lighter counts less.
    @inline(__always)
    private static func lengths(lightness: SIMD4<Float>, a: SIMD4<Float>, b: SIMD4<Float>) -> SIMD4<Float> {
        var squares = lightness * lightness
        squares.replace(with: squares * lighterWeight, where: lightness .> 0)
        squares += a * a
        squares += b * b
        return cpixels_square_roots(squares)
    }
}
