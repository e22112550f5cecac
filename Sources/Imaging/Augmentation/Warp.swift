#if canImport(Glibc)
    import Glibc
#endif

/// A rotation, a change of size and a shift around the centre of the image.
struct Similarity: Equatable {
    /// Anticlockwise as seen on the screen.
    var degrees: Double
    /// Above 1 the lesion grows.
    var scale: Double
    /// To the right, as a share of the side.
    var shiftX: Double
    /// Downwards, as a share of the side.
    var shiftY: Double
}

extension RGBImage {
    /// Lays the image out as `view` says, moves it by `similarity`, and samples it at `size` x `size` pixels: one inverse
    /// map from output pixels to this image, read with the bicubic kernel of `resized`. Outside lies the mirror image.
    ///
    /// A kernel of fixed width would alias when shrinking, so an image larger than `size` is first resized to `size`.
    func warped(by similarity: Similarity, view: TestTimeView, size: Int) -> RGBImage {
        let source = resized(width: min(width, size), height: min(height, size))
        let map = InverseMap(similarity, view: view, width: source.width, height: source.height, size: size)
        return BicubicSampler.withSampler(of: source) { sampler in
            RGBImage(width: size, height: size) { output in
                var target = 0
                for row in 0..<size {
                    for column in 0..<size {
                        let position = map(column: column, row: row)
                        let colour = sampler.colour(x: position.x, y: position.y)
                        output[target] = colour.x.byte
                        output[target + 1] = colour.y.byte
                        output[target + 2] = colour.z.byte
                        target += 3
                    }
                }
            }
        }
    }
}

/// Where in the source an output pixel comes from: an affine map.
struct InverseMap {
    private var origin: SIMD2<Float>
    private var perColumn: SIMD2<Float>
    private var perRow: SIMD2<Float>

    init(_ similarity: Similarity, view: TestTimeView, width: Int, height: Int, size: Int) {
        let angle = similarity.degrees * .pi / 180
        let (cosine, sine) = (cos(angle) / similarity.scale, sin(angle) / similarity.scale)
        /// From the output to the source, both as shares of their sides, seen from their centres.
        func sourceShare(_ u: Double, _ v: Double) -> (Double, Double) {
            let (x, y) = (u - similarity.shiftX, v - similarity.shiftY)
            let (turnedX, turnedY) = (cosine * x - sine * y, sine * x + cosine * y)
            let mirroredX = view.mirrorsColumns ? -turnedX : turnedX
            let mirroredY = view.mirrorsRows ? -turnedY : turnedY
            return view.transposes ? (mirroredY, mirroredX) : (mirroredX, mirroredY)
        }
        func pixel(_ column: Double, _ row: Double) -> SIMD2<Double> {
            let share = sourceShare((column + 0.5) / Double(size) - 0.5, (row + 0.5) / Double(size) - 0.5)
            return SIMD2((share.0 + 0.5) * Double(width) - 0.5, (share.1 + 0.5) * Double(height) - 0.5)
        }
        let corner = pixel(0, 0)
        origin = SIMD2(corner)
        perColumn = SIMD2(pixel(1, 0) - corner)
        perRow = SIMD2(pixel(0, 1) - corner)
    }

    @inline(__always)
    func callAsFunction(column: Int, row: Int) -> SIMD2<Float> {
        origin + perColumn * Float(column) + perRow * Float(row)
    }
}

/// Reads an image between its pixels.
private struct BicubicSampler {
    private static let stepsPerPixel = 1024
    /// The four weights of every fraction of a pixel, in 1/1024 steps.
    private static let weights: [SIMD4<Float>] = (0...stepsPerPixel).map { step in
        let fraction = Double(step) / Double(stepsPerPixel)
        return SIMD4(
            Float(BicubicTaps.bicubic(fraction + 1)),
            Float(BicubicTaps.bicubic(fraction)),
            Float(BicubicTaps.bicubic(1 - fraction)),
            Float(BicubicTaps.bicubic(2 - fraction))
        )
    }

    private let width: Int
    private let height: Int
    /// One vector per pixel: red, green, blue and an idle lane.
    private let colours: UnsafeBufferPointer<SIMD4<Float>>
    private let weights: UnsafeBufferPointer<SIMD4<Float>>

    /// Calls `body` with a sampler of `image`, which is valid until `body` returns.
    static func withSampler<Result>(of image: RGBImage, _ body: (BicubicSampler) -> Result) -> Result {
        let colours = image.pixels.withUnsafeBufferPointer { pixels in
            (0..<image.width * image.height).map { index -> SIMD4<Float> in
                SIMD4<Float>(Float(pixels[index * 3]), Float(pixels[index * 3 + 1]), Float(pixels[index * 3 + 2]), 0)
            }
        }
        return colours.withUnsafeBufferPointer { colours in
            weights.withUnsafeBufferPointer { weights in
                body(BicubicSampler(width: image.width, height: image.height, colours: colours, weights: weights))
            }
        }
    }

    /// The colour at `x`, `y` (pixel centres are whole numbers), plus one half; it may overshoot 0 to 255.
    @inline(__always)
    func colour(x: Float, y: Float) -> SIMD4<Float> {
        let (left, top) = (Self.floor(x), Self.floor(y))
        let across = weights[Int((x - Float(left)) * Float(Self.stepsPerPixel) + 0.5)]
        let down = weights[Int((y - Float(top)) * Float(Self.stepsPerPixel) + 0.5)]
        let (column, row) = (left - 1, top - 1)
        var sum = SIMD4<Float>(repeating: 0.5)
        if column >= 0, row >= 0, column + 3 < width, row + 3 < height {
            let start = row * width + column
            sum += down.x * line(start, start + 1, start + 2, start + 3, across)
            let second = start + width
            sum += down.y * line(second, second + 1, second + 2, second + 3, across)
            let third = second + width
            sum += down.z * line(third, third + 1, third + 2, third + 3, across)
            let fourth = third + width
            sum += down.w * line(fourth, fourth + 1, fourth + 2, fourth + 3, across)
        } else {
            let column0 = Self.mirrored(column, width)
            let column1 = Self.mirrored(column + 1, width)
            let column2 = Self.mirrored(column + 2, width)
            let column3 = Self.mirrored(column + 3, width)
            for tap in 0..<4 {
                let start = Self.mirrored(row + tap, height) * width
                sum += down[tap] * line(start + column0, start + column1, start + column2, start + column3, across)
            }
        }
        return sum
    }

    @inline(__always)
    private func line(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ weights: SIMD4<Float>) -> SIMD4<Float> {
        let left = colours[a] * weights.x + colours[b] * weights.y
        let right = colours[c] * weights.z + colours[d] * weights.w
        return left + right
    }

    /// The largest whole number not above `value`; without the call that processors before 2008 need for it.
    @inline(__always)
    private static func floor(_ value: Float) -> Int {
        let truncated = Int(value)
        return Float(truncated) > value ? truncated - 1 : truncated
    }

    /// The index inside 0 ..< `count` that mirrors `index` at the outermost pixels (which are not repeated).
    @inline(__always)
    private static func mirrored(_ index: Int, _ count: Int) -> Int {
        let once = index < 0 ? -index : index >= count ? 2 * (count - 1) - index : index
        return once >= 0 && once < count ? once : mirroredFar(index, count)
    }

    /// The same for any distance: the mirror images repeat.
    private static func mirroredFar(_ index: Int, _ count: Int) -> Int {
        guard count > 1 else { return 0 }
        let period = 2 * (count - 1)
        let wrapped = ((index % period) + period) % period
        return wrapped < count ? wrapped : period - wrapped
    }
}
