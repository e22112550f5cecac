import Diagnostics
import TestSupport
import Testing

@testable import Imaging

@Suite("JPEG")
struct JPEGTests {
    @Test(
        "Decodes every accepted kind to Pillow's pixels",
        arguments: [
            "baseline_420", "baseline_422", "baseline_444", "progressive", "restarts", "rgb", "grey",
        ]
    )
    func decodesAsPillow(name: String) throws {
        let decoded = try JPEG.decode(try Golden.bytes("jpeg/\(name).jpg"))
        #expect(decoded == (try Golden.image("jpeg/\(name).ppm")))
    }

    @Test(
        "Decodes real crops to Pillow's pixels",
        .enabled(if: Golden.hasRealCrops, "needs ../shared/data/slice3d/sample-images")
    )
    func decodesRealCrops() throws {
        let crops = try Golden.crops()
        #expect(crops.count == 48)
        for (name, crop) in crops {
            let decoded = try JPEG.decode(try Golden.realCrop(name), at: name)
            #expect(decoded.width == crop.width && decoded.height == crop.height)
            #expect(decoded.fingerprint == crop.sha256, "\(name)")
        }
    }

    @Test("What is encoded is decoded again, nearly the same")
    func roundTrip() throws {
        let image = try Golden.image("pattern_61x61.ppm").blurred(sigma: 4)
        let decoded = try JPEG.decode(try JPEG.encode(image, quality: 95))
        #expect(decoded.width == 61 && decoded.height == 61)
        #expect(Golden.largestDifference(image, decoded) < 40)
    }

    @Test("A higher quality gives more bytes")
    func quality() throws {
        let image = try Golden.image("pattern_61x61.ppm")
        #expect(try JPEG.encode(image, quality: 90).count > JPEG.encode(image, quality: 50).count)
        #expect(throws: JPEGError.self) { try JPEG.encode(image, quality: 0) }
        #expect(throws: JPEGError.self) { try JPEG.encode(image, quality: 101) }
    }
}

@Suite("JPEGs that are refused")
struct RefusedJPEGTests {
    private func reason(_ bytes: [UInt8], limits: JPEG.Limits = .default) -> JPEGError.Reason? {
        do {
            _ = try JPEG.decode(bytes, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("Empty bytes")
    func empty() {
        #expect(reason([]) == .empty)
    }

    @Test("Bytes of another format")
    func otherFormat() {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]
        #expect(reason(png) == .notJPEG(firstBytes: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test("A picture cut off anywhere", arguments: ["baseline_420", "progressive", "restarts", "grey"])
    func truncated(name: String) throws {
        let bytes = try Golden.bytes("jpeg/\(name).jpg")
        for count in stride(from: 3, to: bytes.count - 1, by: 37) {
            #expect(reason(Array(bytes.prefix(count))) == .truncated, "\(count) bytes")
        }
    }

    @Test("A picture with its end marker but without its last data is truncated too")
    func truncatedInside() throws {
        let bytes = try Golden.bytes("jpeg/baseline_420.jpg")
        #expect(reason(Array(bytes.prefix(bytes.count / 2)) + [0xFF, 0xD9]) == .truncated)
    }

    @Test("CMYK")
    func cmyk() throws {
        #expect(reason(try Golden.bytes("jpeg/cmyk.jpg")) == .unsupportedColour(channels: 4))
    }

    @Test("Codings other than baseline and progressive", arguments: [0xC3, 0xC5, 0xC9, 0xCF] as [UInt8])
    func coding(marker: UInt8) throws {
        var bytes = try Golden.bytes("jpeg/baseline_420.jpg")
        bytes[try frame(in: bytes)] = marker
        guard case .unsupportedCoding = reason(bytes) else {
            Issue.record("accepted")
            return
        }
    }

    @Test("Twelve bits per channel")
    func depth() throws {
        var bytes = try Golden.bytes("jpeg/baseline_420.jpg")
        bytes[try frame(in: bytes) + 3] = 12
        #expect(reason(bytes) == .unsupportedCoding("12 bits per channel"))
    }

    @Test("A bomb: dimensions beyond the limits, before anything is decoded")
    func bomb() throws {
        var bytes = try Golden.bytes("jpeg/baseline_420.jpg")
        let frame = try frame(in: bytes)
        bytes.replaceSubrange(frame + 4..<frame + 8, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(reason(bytes) == .tooManyPixels(width: 65_535, height: 65_535, limit: .default))
        #expect(
            reason(try Golden.bytes("jpeg/grey.jpg"), limits: JPEG.Limits(pixelCount: 5_000))
                == .tooManyPixels(width: 90, height: 66, limit: JPEG.Limits(pixelCount: 5_000))
        )
    }

    @Test("More bytes or scans than the limits")
    func limits() throws {
        let bytes = try Golden.bytes("jpeg/progressive.jpg")
        #expect(
            reason(bytes, limits: JPEG.Limits(byteCount: 100)) == .tooManyBytes(found: bytes.count, limit: 100)
        )
        #expect(reason(bytes, limits: JPEG.Limits(scanCount: 3)) == .tooManyScans(limit: 3))
    }

    @Test("No mutant of a JPEG crashes the decoder")
    func mutants() throws {
        let bytes = try Golden.bytes("jpeg/restarts.jpg")
        for position in stride(from: 2, to: bytes.count, by: 3) {
            var mutant = bytes
            mutant[position] ^= UInt8(truncatingIfNeeded: 1 + position * 7)
            _ = reason(mutant)
        }
    }

    @Test("The error names the place and a remedy, as bad data")
    func message() throws {
        do {
            _ = try JPEG.decode([1, 2, 3], at: "ISIC_0000001.jpg")
            Issue.record("accepted")
        } catch {
            #expect(error.category == .badData)
            #expect(
                error.description
                    == "ISIC_0000001.jpg: the image is not a JPEG; expected the bytes FF D8 at the start, "
                    + "found 01 02 03. Convert it to JPEG, or remove its row."
            )
        }
    }

    /// Where the code of the frame marker lies.
    private func frame(in bytes: [UInt8]) throws -> Int {
        try #require(bytes.indices.first { $0 > 0 && bytes[$0 - 1] == 0xFF && bytes[$0] == 0xC0 })
    }
}
