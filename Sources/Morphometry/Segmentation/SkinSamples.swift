/// The pixels that a model of the skin is fitted to: every second pixel of every second row is enough.
struct SkinSamples {
    /// The number of pixels.
    let count: Int
    /// `[5, capacity]`: columns, rows, L*, a* and b*.
    private let values: [Float]
    private let capacity: Int

    /// Where the numbers lie; a loop may take them by four and go three places beyond the last.
    struct Pointers {
        let count: Int
        let columns: UnsafePointer<Float>
        let rows: UnsafePointer<Float>
        let lightness: UnsafePointer<Float>
        let a: UnsafePointer<Float>
        let b: UnsafePointer<Float>
    }

    /// The pixels of a picture that are not behind hair and that `isTaken`.
    init(_ picture: SmoothedPicture, where isTaken: (_ column: Int, _ row: Int) -> Bool) {
        let grid = picture.grid
        let capacity = ((grid.width + 1) / 2) * ((grid.height + 1) / 2) + 3
        var taken = 0
        values = [Float](unsafeUninitializedCapacity: 5 * capacity) { buffer, initialized in
            buffer.initialize(repeating: 0)
            picture.withChannels { colours in
                for row in stride(from: 0, to: grid.height, by: 2) {
                    for column in stride(from: 0, to: grid.width, by: 2) {
                        let place = row &* grid.width &+ column
                        buffer[taken] = Float(column)
                        buffer[taken &+ capacity] = Float(row)
                        buffer[taken &+ 2 &* capacity] = colours.lightness[place]
                        buffer[taken &+ 3 &* capacity] = colours.a[place]
                        buffer[taken &+ 4 &* capacity] = colours.b[place]
                        // Written in any case, and kept where the pixel is taken.
                        taken &+= colours.weight[place] > 0 && isTaken(column, row) ? 1 : 0
                    }
                }
            }
            initialized = 5 * capacity
        }
        count = taken
        self.capacity = capacity
    }

    /// Calls `body` with the numbers.
    @inline(__always)
    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("there is always room") }
            return body(
                Pointers(
                    count: count,
                    columns: start,
                    rows: start + capacity,
                    lightness: start + 2 * capacity,
                    a: start + 3 * capacity,
                    b: start + 4 * capacity
                )
            )
        }
    }

    /// The median L*, a* and b*, and 1.
    var median: SIMD4<Float> {
        withPointers { samples in
            func median(_ channel: UnsafePointer<Float>) -> Float {
                quantile(0.5, UnsafeBufferPointer(start: channel, count: count))
            }
            return SIMD4(median(samples.lightness), median(samples.a), median(samples.b), 1)
        }
    }
}
