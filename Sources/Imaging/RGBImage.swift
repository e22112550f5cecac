/// A colour image of 8 bits per channel: a lesion crop as it lies in memory.
public struct RGBImage: Sendable, Equatable {
    /// Columns, in pixels.
    public let width: Int

    /// Rows, in pixels.
    public let height: Int

    /// Row after row, red, green and blue side by side: `[height, width, 3]`.
    public private(set) var pixels: [UInt8]

    /// Takes `pixels`, laid out as `[height, width, 3]`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "an image has at least one pixel")
        precondition(pixels.count == width * height * 3, "an image has three bytes per pixel")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Makes an image of one colour.
    public init(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8) {
        self.init(width: width, height: height) { pixels in
            for offset in stride(from: 0, to: pixels.count, by: 3) {
                pixels[offset] = red
                pixels[offset + 1] = green
                pixels[offset + 2] = blue
            }
        }
    }

    /// Makes an image whose `[height, width, 3]` bytes `fill` writes, every one of them.
    public init<Failure: Error>(
        width: Int,
        height: Int,
        fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let count = width * height * 3
        var failure: Failure?
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            do throws(Failure) {
                try fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
            } catch {
                failure = error
            }
            initialized = count
        }
        if let failure { throw failure }
        self.init(width: width, height: height, pixels: pixels)
    }

    /// The colour at a column and a row.
    public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        get {
            let offset = (y * width + x) * 3
            return (pixels[offset], pixels[offset + 1], pixels[offset + 2])
        }
        set {
            let offset = (y * width + x) * 3
            pixels[offset] = newValue.red
            pixels[offset + 1] = newValue.green
            pixels[offset + 2] = newValue.blue
        }
    }

    /// Calls `body` with the `[height, width, 3]` bytes, to change them in place.
    public mutating func withMutablePixels<Result>(
        _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try pixels.withUnsafeMutableBufferPointer { try body($0) }
    }
}
