import CTurboJPEG

/// A picture of brightness only.
public struct GreyImage: Sendable, Equatable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The brightness, row by row.
    public let pixels: [UInt8]

    /// Holds `[height, width]` brightness values.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height, "one value for each pixel")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The mean brightness of each of `height` × `width` equal cells, row by row. A cell smaller than a pixel takes the
    /// pixel it lies in.
    public func averaged(width columns: Int, height rows: Int) -> [Float] {
        var means: [Float] = []
        means.reserveCapacity(columns * rows)
        for row in 0..<rows {
            let top = row * height / rows
            let bottom = max(top + 1, (row + 1) * height / rows)
            for column in 0..<columns {
                let left = column * width / columns
                let right = max(left + 1, (column + 1) * width / columns)
                var sum = 0
                for y in top..<bottom {
                    for x in left..<right { sum += Int(pixels[y * width + x]) }
                }
                means.append(Float(sum) / Float((bottom - top) * (right - left)))
            }
        }
        return means
    }
}

extension JPEG {
    /// The width and the height that a JPEG's header states, checked against the limits; nothing is decoded.
    ///
    /// - Throws: `JPEGError` where the header is damaged or the picture is larger than the limits.
    public static func size(
        _ bytes: [UInt8],
        limits: Limits = .default,
        at location: String? = nil
    ) throws(JPEGError) -> (width: Int, height: Int) {
        do throws(JPEGError.Reason) {
            let header = try bytes.withUnsafeBufferPointer { (buffer) throws(JPEGError.Reason) in
                try JPEGHeader.read(buffer, limits: limits)
            }
            return (header.width, header.height)
        } catch {
            throw JPEGError(error, at: location)
        }
    }

    /// Decodes the brightness of a JPEG at the smallest of the decoder's scales (1/8, 1/4, 1/2, 1) that has `side` pixels
    /// on both sides: several times faster than the whole picture.
    ///
    /// - Throws: `JPEGError`, as `decode` does.
    public static func grey(
        _ bytes: [UInt8],
        atLeast side: Int,
        limits: Limits = .default,
        at location: String? = nil
    ) throws(JPEGError) -> GreyImage {
        do throws(JPEGError.Reason) {
            let header = try bytes.withUnsafeBufferPointer { (buffer) throws(JPEGError.Reason) in
                try JPEGHeader.read(buffer, limits: limits)
            }
            guard let decoder = tjInitDecompress() else {
                throw JPEGError.Reason.damaged("the decoder could not start")
            }
            defer { tjDestroy(decoder) }
            let shorter = min(header.width, header.height)
            let divisor = [8, 4, 2, 1].first { (shorter + $0 - 1) / $0 >= side } ?? 1
            let width = (header.width + divisor - 1) / divisor
            let height = (header.height + divisor - 1) / divisor
            var status: Int32 = 0
            let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                status = tjDecompress2(
                    decoder,
                    bytes,
                    UInt(bytes.count),
                    buffer.baseAddress,
                    Int32(width),
                    0,
                    Int32(height),
                    Int32(TJPF_GRAY.rawValue),
                    TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
                )
                count = status == 0 ? width * height : 0
            }
            guard status == 0 else { throw JPEGError.Reason.damaged(String(cString: tjGetErrorStr2(decoder))) }
            return GreyImage(width: width, height: height, pixels: pixels)
        } catch {
            throw JPEGError(error, at: location)
        }
    }
}
