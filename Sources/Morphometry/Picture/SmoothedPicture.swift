/// A picture's colours without hair, slightly smoothed, channel by channel.
struct SmoothedPicture {
    let grid: PixelGrid
    /// `[4, height, width]`: L*, a*, b* and the weight; behind each channel room for three more numbers.
    private let values: [Float]

    /// The channels, each `[height, width]`; a loop may take pixels by four and go three places beyond the last.
    struct Channels<Pointer> {
        let lightness: Pointer
        let a: Pointer
        let b: Pointer
        /// 1, or 0 where only hair is near; the colour is 0 there.
        let weight: Pointer
    }

    private static let room = 3

    /// A picture whose channels `fill` writes.
    init(_ grid: PixelGrid, fill: (Channels<UnsafeMutablePointer<Float>>) -> Void) {
        self.grid = grid
        let stride = grid.count + Self.room
        values = [Float](unsafeUninitializedCapacity: 4 * stride) { buffer, count in
            guard let start = buffer.baseAddress else { preconditionFailure("a picture has pixels") }
            for channel in 0..<4 { (start + channel * stride + grid.count).update(repeating: 0, count: Self.room) }
            fill(
                Channels(
                    lightness: start,
                    a: start + stride,
                    b: start + 2 * stride,
                    weight: start + 3 * stride
                )
            )
            count = 4 * stride
        }
    }

    /// Calls `body` with the channels.
    @inline(__always)
    func withChannels<Result>(_ body: (Channels<UnsafePointer<Float>>) -> Result) -> Result {
        let stride = grid.count + Self.room
        return values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("a picture has pixels") }
            return body(
                Channels(
                    lightness: start,
                    a: start + stride,
                    b: start + 2 * stride,
                    weight: start + 3 * stride
                )
            )
        }
    }

    /// The colour at a place: L*, a*, b* and the weight.
    subscript(_ place: Int) -> SIMD4<Float> {
        let stride = grid.count + Self.room
        return SIMD4(values[place], values[place + stride], values[place + 2 * stride], values[place + 3 * stride])
    }

    /// Every `factor`-th pixel of every `factor`-th row.
    func every(_ factor: Int) -> SmoothedPicture {
        let coarse = grid.every(factor)
        return withChannels { fine in
            SmoothedPicture(coarse) { target in
                for row in 0..<coarse.height {
                    let (source, start) = (row &* factor &* grid.width, row &* coarse.width)
                    for column in 0..<coarse.width {
                        let place = source &+ column &* factor
                        target.lightness[start &+ column] = fine.lightness[place]
                        target.a[start &+ column] = fine.a[place]
                        target.b[start &+ column] = fine.b[place]
                        target.weight[start &+ column] = fine.weight[place]
                    }
                }
            }
        }
    }
}
