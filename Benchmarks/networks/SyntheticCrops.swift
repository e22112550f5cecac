import Cohorts
import Foundation
import Imaging
import Randomness

/// Crops of the sizes that real ones have, drawn and encoded in memory: a disc on skin, under noise.
struct SyntheticCrops: CropStore {
    let location = URL(filePath: "synthetic")
    let identifiers: [String]
    private let files: [String: [UInt8]]

    init(count: Int, seed: UInt64 = 5) throws {
        identifiers = (0..<count).map { String(format: "crop%06d", $0) }
        files = try Dictionary(
            uniqueKeysWithValues: identifiers.enumerated().map { number, id in
                var generator = SeededGenerator(seed: seed, keys: UInt64(number))
                return (id, try JPEG.encode(Self.draw(&generator), quality: 90))
            }
        )
    }

    func contains(_ id: String) -> Bool { files[id] != nil }

    func jpeg(for id: String) throws -> [UInt8] { files[id] ?? [] }

    private static func draw(_ generator: inout SeededGenerator) -> RGBImage {
        let (width, height) = (90 + generator.integer(below: 90), 90 + generator.integer(below: 90))
        let radius = generator.uniform(in: 10...40)
        return RGBImage(width: width, height: height) { pixels in
            for row in 0..<height {
                for column in 0..<width {
                    let distance = hypot(Double(column - width / 2), Double(row - height / 2))
                    let darkness = distance < radius ? 90.0 : 0
                    for (channel, skin) in [210.0, 160, 140].enumerated() {
                        let level = skin - darkness + generator.uniform(in: -12...12)
                        pixels[(row * width + column) * 3 + channel] = UInt8(level)
                    }
                }
            }
        }
    }
}
