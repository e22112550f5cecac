internal import CPixels

extension RGBImage {
    /// Lays the image out as `view` says, bends it by `distortion`, moves it by `similarity`, and samples it at `size` x `size`
    /// pixels: one inverse map from output pixels to this image, read with the bicubic kernel of `resized`. Outside lies the
    /// mirror image.
    ///
    /// A kernel of fixed width would alias when shrinking, so an image larger than `size` is first resized to `size`.
    func warped(
        by similarity: Similarity,
        distortion: Distortion? = nil,
        view: TestTimeView,
        size: Int
    ) -> RGBImage {
        let source = resized(width: min(width, size), height: min(height, size))
        let map = InverseMap(
            view: view,
            distortion: distortion,
            similarity: similarity,
            width: source.width,
            height: source.height,
            size: size
        )
        let room = (size + 3) / 4 * 4
        return source.withMirroredBorder { image in
            RGBImage(width: size, height: size) { output in
                guard let start = output.baseAddress else { return }
                withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * room) { points in
                    guard let columns = points.baseAddress else { return }
                    let rows = columns + room
                    Self.bicubicWeights.withUnsafeBufferPointer { weights in
                        for row in 0..<size {
                            map.write(row: row, columns: columns, rows: rows)
                            cpixels_sample(
                                image,
                                columns,
                                rows,
                                Int64(size),
                                weights.baseAddress,
                                start + row * size * 3
                            )
                        }
                    }
                }
            }
        }
    }

    /// The four weights of every 256th of a pixel, in 1/16384, which sum to one exactly; the last row is that of a whole pixel.
    package static let bicubicWeights: [Int16] = (0...Int(CPIXELS_STEPS)).flatMap { step -> [Int16] in
        let fraction = Double(step) / Double(CPIXELS_STEPS)
        let one = 1 << Int(CPIXELS_WEIGHT_BITS)
        var weights = [fraction + 1, fraction, 1 - fraction, 2 - fraction].map {
            Int((BicubicTaps.bicubic($0) * Double(one)).rounded())
        }
        weights[fraction < 0.5 ? 1 : 2] += one - weights.reduce(0, +)
        return weights.map { Int16($0) }
    }

    /// Calls `body` with this image as four bytes per pixel, one mirrored pixel before it and two behind it on each axis.
    func withMirroredBorder<Result>(_ body: (cpixels_image) -> Result) -> Result {
        let rowBytes = (width + 3) * 4
        return withUnsafeTemporaryAllocation(byteCount: rowBytes * (height + 3), alignment: 16) { buffer in
            let target = buffer.bindMemory(to: UInt8.self)
            pixels.withUnsafeBufferPointer { source in
                for row in -1..<height + 2 {
                    let from = Self.mirrored(row, height) * width * 3
                    let start = (row + 1) * rowBytes
                    func copy(_ column: Int, to place: Int) {
                        let offset = from + column * 3
                        let position = start + place * 4
                        target[position] = source[offset]
                        target[position + 1] = source[offset + 1]
                        target[position + 2] = source[offset + 2]
                        target[position + 3] = 0
                    }
                    for column in 0..<width { copy(column, to: column + 1) }
                    for column in [-1, width, width + 1] { copy(Self.mirrored(column, width), to: column + 1) }
                }
            }
            return body(
                cpixels_image(
                    pixels: UnsafePointer(target.baseAddress),
                    row_bytes: Int64(rowBytes),
                    width: Int32(width),
                    height: Int32(height)
                )
            )
        }
    }

    /// The index inside 0 ..< `count` that mirrors `index` at the outermost pixels, which are not repeated.
    static func mirrored(_ index: Int, _ count: Int) -> Int {
        guard count > 1 else { return 0 }
        let period = 2 * (count - 1)
        let wrapped = ((index % period) + period) % period
        return wrapped < count ? wrapped : period - wrapped
    }
}
