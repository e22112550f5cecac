/// Writes images as PNG (ISO/IEC 15948) without a compression library: rows are stored as they are.
public enum PNG {
    /// Encodes an image without loss; the file is as large as the pixels. Meant for contact sheets.
    public static func encode(_ image: RGBImage) -> [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let eightBitsOfRGB: [UInt8] = [8, 2, 0, 0, 0]
        append("IHDR", bigEndian(UInt32(image.width)) + bigEndian(UInt32(image.height)) + eightBitsOfRGB, to: &file)
        append("IDAT", stored(unfilteredRows(of: image)), to: &file)
        append("IEND", [], to: &file)
        return file
    }

    private static func append(_ type: String, _ body: [UInt8], to file: inout [UInt8]) {
        let content = Array(type.utf8) + body
        file += bigEndian(UInt32(body.count))
        file += content
        file += bigEndian(checksum(content))
    }

    /// Every row starts with the number of its filter: 0, none.
    private static func unfilteredRows(of image: RGBImage) -> [UInt8] {
        let rowCount = image.width * 3
        var rows: [UInt8] = []
        rows.reserveCapacity((rowCount + 1) * image.height)
        for row in 0..<image.height {
            rows.append(0)
            rows += image.pixels[row * rowCount..<(row + 1) * rowCount]
        }
        return rows
    }

    /// A zlib stream (RFC 1950) of stored deflate blocks (RFC 1951, section 3.2.4).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        stream.reserveCapacity(bytes.count + bytes.count / 10_000 + 16)
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let count = UInt16(end - start)
            stream.append(end == bytes.count ? 1 : 0)
            stream += [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)]
            stream += bytes[start..<end]
            start = end
        } while start < bytes.count
        return stream + bigEndian(adler32(bytes))
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    private static let checksumTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in checksumTable[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }
}
