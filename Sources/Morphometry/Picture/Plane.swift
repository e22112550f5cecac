/// One number for every pixel of a picture, row by row.
///
/// Behind the last pixel there is room for three more, so that a loop may take pixels by four.
struct Plane {
    /// The number of pixels.
    let count: Int
    private let values: [Float]

    private static let room = 3

    /// A plane that `fill` writes; what it writes behind the last pixel is never seen.
    init(count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        self.count = count
        values = [Float](unsafeUninitializedCapacity: count + Self.room) { buffer, initialized in
            guard let start = buffer.baseAddress else { preconditionFailure("a plane has room for numbers") }
            fill(start)
            for place in count..<count + Self.room { start[place] = 0 }
            initialized = count + Self.room
        }
    }

    subscript(_ place: Int) -> Float { values[place] }

    /// Calls `body` with the numbers, which may be read three places beyond the last pixel.
    @inline(__always)
    func withPointer<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
        values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("a plane has room for numbers") }
            return body(start)
        }
    }
}
