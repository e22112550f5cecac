#if canImport(Glibc)
    import Glibc
#endif

/// What the markers of a JPEG say, read before any of its picture is decoded (ITU-T T.81, annex B).
struct JPEGHeader: Equatable {
    let width: Int
    let height: Int
    let channelCount: Int
    let scanCount: Int

    /// Walks over the markers up to the end of the picture, and refuses what `limits` or the decoder would not bear.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: JPEG.Limits) throws(JPEGError.Reason) -> JPEGHeader {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.byteCount else { throw .tooManyBytes(found: bytes.count, limit: limits.byteCount) }
        guard bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == Marker.startOfImage else {
            throw .notJPEG(firstBytes: Array(bytes.prefix(4)))
        }
        var frame: (width: Int, height: Int, channelCount: Int)?
        var scanCount = 0
        var position = 2
        while true {
            let marker = try nextMarker(bytes, &position)
            if marker == Marker.endOfImage { break }
            if Marker.standsAlone(marker) { continue }
            let segment = try nextSegment(bytes, &position)
            if Marker.isFrame(marker) {
                frame = try readFrame(marker, segment, limits: limits)
            } else if marker == Marker.startOfScan {
                scanCount += 1
                guard scanCount <= limits.scanCount else { throw .tooManyScans(limit: limits.scanCount) }
                skipEntropyCodedData(bytes, &position)
            }
        }
        guard let frame, scanCount > 0 else { throw .damaged("it holds no picture") }
        return JPEGHeader(
            width: frame.width,
            height: frame.height,
            channelCount: frame.channelCount,
            scanCount: scanCount
        )
    }

    private static func nextMarker(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ position: inout Int
    ) throws(JPEGError.Reason) -> UInt8 {
        while position + 1 < bytes.count {
            defer { position += 1 }
            if bytes[position] == 0xFF, bytes[position + 1] != 0xFF, bytes[position + 1] != 0 {
                position += 1
                return bytes[position]
            }
        }
        throw .truncated
    }

    private static func nextSegment(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ position: inout Int
    ) throws(JPEGError.Reason) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard position + 2 <= bytes.count else { throw .truncated }
        let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        guard length >= 2 else { throw .damaged("a segment has no length") }
        guard position + length <= bytes.count else { throw .truncated }
        defer { position += length }
        return bytes[position + 2..<position + length]
    }

    private static func readFrame(
        _ marker: UInt8,
        _ segment: Slice<UnsafeBufferPointer<UInt8>>,
        limits: JPEG.Limits
    ) throws(JPEGError.Reason) -> (width: Int, height: Int, channelCount: Int) {
        guard Marker.isSupportedFrame(marker) else { throw .unsupportedCoding(Marker.codingName(marker)) }
        guard segment.count >= 6 else { throw .damaged("the frame header is too short") }
        let field = segment.startIndex
        guard segment[field] == 8 else { throw .unsupportedCoding("\(segment[field]) bits per channel") }
        let height = Int(segment[field + 1]) << 8 | Int(segment[field + 2])
        let width = Int(segment[field + 3]) << 8 | Int(segment[field + 4])
        let channelCount = Int(segment[field + 5])
        guard width > 0, height > 0 else { throw .damaged("it is \(width) x \(height) pixels large") }
        guard width <= limits.side, height <= limits.side, width * height <= limits.pixelCount else {
            throw .tooManyPixels(width: width, height: height, limit: limits)
        }
        guard channelCount == 1 || channelCount == 3 else { throw .unsupportedColour(channels: channelCount) }
        return (width, height, channelCount)
    }

    /// Stops at the next marker that is neither a stuffed zero nor a restart.
    private static func skipEntropyCodedData(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
        guard let start = bytes.baseAddress else { return }
        while position + 1 < bytes.count {
            guard let found = memchr(start + position, 0xFF, bytes.count - 1 - position) else {
                position = bytes.count - 1
                return
            }
            position = UnsafeRawPointer(found) - UnsafeRawPointer(start)
            let next = bytes[position + 1]
            if next != 0, next != 0xFF, !Marker.isRestart(next) { return }
            position += 1
        }
    }
}

/// The marker codes of ITU-T T.81, table B.1.
private enum Marker {
    static let startOfImage: UInt8 = 0xD8
    static let endOfImage: UInt8 = 0xD9
    static let startOfScan: UInt8 = 0xDA

    static func isRestart(_ code: UInt8) -> Bool { (0xD0...0xD7).contains(code) }

    static func standsAlone(_ code: UInt8) -> Bool { code == 0x01 || code == startOfImage || isRestart(code) }

    /// C4, C8 and CC are tables and extensions; the other codes from C0 to CF start a frame.
    static func isFrame(_ code: UInt8) -> Bool {
        (0xC0...0xCF).contains(code) && code != 0xC4 && code != 0xC8 && code != 0xCC
    }

    static func isSupportedFrame(_ code: UInt8) -> Bool { (0xC0...0xC2).contains(code) }

    static func codingName(_ code: UInt8) -> String {
        switch code {
        case 0xC3: "lossless"
        case 0xC5...0xC7: "hierarchical"
        default: "arithmetic coding"
        }
    }
}
