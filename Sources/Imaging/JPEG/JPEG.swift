import CTurboJPEG

/// JPEG in and out of memory, by libjpeg-turbo.
public enum JPEG {
    /// What a JPEG may be at most; a larger one is refused before any of its picture is decoded.
    public struct Limits: Sendable, Equatable {
        /// Bytes of the compressed image.
        public var byteCount: Int
        /// Pixels of the longer side.
        public var side: Int
        /// Pixels in all.
        public var pixelCount: Int
        /// Scans of a progressive image.
        public var scanCount: Int

        /// Sets the limits; a SLICE-3D crop has 61 to 239 pixels a side and 1 to 5 kB.
        public init(
            byteCount: Int = 8_000_000,
            side: Int = 4_096,
            pixelCount: Int = 16_000_000,
            scanCount: Int = 50
        ) {
            self.byteCount = byteCount
            self.side = side
            self.pixelCount = pixelCount
            self.scanCount = scanCount
        }

        /// 8 MB, 4,096 pixels a side, 16 megapixels, 50 scans.
        public static let `default` = Limits()
    }

    /// Decodes a JPEG to RGB with the accurate inverse DCT and smooth chroma upsampling: bit-equal to Pillow's default.
    ///
    /// - Parameter location: the file or lesion, named in errors.
    /// - Throws: `JPEGError` for anything that is not a whole, readable, grey or RGB picture within the limits. The
    ///   decoder's warnings are errors: half a lesion is not a lesion.
    public static func decode(
        _ bytes: [UInt8],
        limits: Limits = .default,
        at location: String? = nil
    ) throws(JPEGError) -> RGBImage {
        do throws(JPEGError.Reason) {
            return try decode(bytes, limits: limits)
        } catch {
            throw JPEGError(error, at: location)
        }
    }

    /// Reads the width and height of a JPEG without decoding its picture.
    ///
    /// - Throws: `JPEGError` where its header is not one that `decode` takes.
    package static func size(of bytes: [UInt8]) throws(JPEGError) -> (width: Int, height: Int) {
        do throws(JPEGError.Reason) {
            let header = try bytes.withUnsafeBufferPointer { (buffer) throws(JPEGError.Reason) in
                try JPEGHeader.read(buffer, limits: .default)
            }
            return (header.width, header.height)
        } catch {
            throw JPEGError(error, at: nil)
        }
    }

    private static func decode(_ bytes: [UInt8], limits: Limits) throws(JPEGError.Reason) -> RGBImage {
        let header = try bytes.withUnsafeBufferPointer { (buffer) throws(JPEGError.Reason) in
            try JPEGHeader.read(buffer, limits: limits)
        }
        guard let decoder = JPEGDecoder.take() else { throw .damaged("the decoder could not start") }
        let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
        let image = try RGBImage(width: header.width, height: header.height) { (pixels) throws(JPEGError.Reason) in
            let status = tjDecompress2(
                decoder.handle,
                bytes,
                UInt(bytes.count),
                pixels.baseAddress,
                Int32(header.width),
                0,
                Int32(header.height),
                Int32(TJPF_RGB.rawValue),
                flags
            )
            guard status == 0 else { throw reason(of: String(cString: tjGetErrorStr2(decoder.handle))) }
        }
        decoder.giveBack()
        return image
    }

    /// Sorts the decoder's message into a cut-off file or any other damage.
    private static func reason(of message: String) -> JPEGError.Reason {
        message.lowercased().contains("premature end") ? .truncated : .damaged(message)
    }

    /// Encodes an image with 4:2:0 chroma and the accurate DCT, as SLICE-3D crops are; `quality` is 1 to 100.
    ///
    /// - Throws: `JPEGError` for a quality out of range, or where the encoder fails.
    public static func encode(_ image: RGBImage, quality: Int) throws(JPEGError) -> [UInt8] {
        guard (1...100).contains(quality) else { throw JPEGError(.quality(quality), at: nil) }
        guard let encoder = tjInitCompress() else {
            throw JPEGError(.encoding("the encoder could not start"), at: nil)
        }
        defer { tjDestroy(encoder) }
        let subsampling = Int32(TJSAMP_420.rawValue)
        let capacity = tjBufSize(Int32(image.width), Int32(image.height), subsampling)
        guard capacity != UInt.max else { throw JPEGError(.encoding("the image is too large"), at: nil) }
        var status: Int32 = 0
        let encoded = [UInt8](unsafeUninitializedCapacity: Int(capacity)) { buffer, initialized in
            var destination = buffer.baseAddress
            var size = capacity
            status = tjCompress2(
                encoder,
                image.pixels,
                Int32(image.width),
                0,
                Int32(image.height),
                Int32(TJPF_RGB.rawValue),
                &destination,
                &size,
                subsampling,
                Int32(quality),
                TJFLAG_ACCURATEDCT | TJFLAG_NOREALLOC
            )
            initialized = status == 0 ? Int(size) : 0
        }
        guard status == 0 else { throw JPEGError(.encoding(String(cString: tjGetErrorStr2(encoder))), at: nil) }
        return encoded
    }
}
