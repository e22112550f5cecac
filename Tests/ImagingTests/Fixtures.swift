import Foundation
import Storage
import TestSupport

@testable import Imaging

/// Golden images made by `Tests/Fixtures/Imaging/make_imaging.py`.
enum Golden {
    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Places.fixture("Imaging/\(path)")))
    }

    /// Reads a binary PPM (`P6`, 8 bits), as Pillow writes it.
    static func image(_ path: String) throws -> RGBImage {
        let bytes = try bytes(path)
        var fields: [Int] = []
        var position = 2
        while fields.count < 3 {
            while bytes[position] <= 0x20 { position += 1 }
            var value = 0
            while bytes[position] > 0x20 {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            fields.append(value)
        }
        return RGBImage(width: fields[0], height: fields[1], pixels: Array(bytes[(position + 1)...]))
    }

    /// A real crop's decoded size, the sha256 of its pixels, and of its pixels resized to `<width>x<height>`.
    struct Crop: Decodable {
        let width: Int
        let height: Int
        let sha256: String
        let resized: [String: String]
    }

    static func crops() throws -> [String: Crop] {
        try JSONDecoder().decode([String: Crop].self, from: Data(contentsOf: Places.fixture("Imaging/crops.json")))
    }

    static func realCrop(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Places.shared("data/slice3d/sample-images/\(name)")))
    }

    static let hasRealCrops = Places.hasShared("data/slice3d/sample-images")

    /// The largest difference between two images of the same size, in levels.
    static func largestDifference(_ one: RGBImage, _ other: RGBImage) -> Int {
        zip(one.pixels, other.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
    }
}

extension RGBImage {
    var fingerprint: String { SHA256Digest.of(pixels).hex }
}
