import TestSupport
import Testing

@testable import Imaging

@Suite("Resize")
struct ResizeTests {
    @Test(
        "Equals Pillow's 8-bit bicubic, bit for bit",
        arguments: [
            ("37x23", 64, 64), ("37x23", 16, 16), ("37x23", 37, 50), ("37x23", 5, 23), ("37x23", 1, 1),
            ("37x23", 90, 11), ("61x61", 24, 24), ("61x61", 80, 80), ("61x61", 61, 61), ("3x2", 7, 7), ("3x2", 1, 5),
            ("1x1", 4, 3),
        ]
    )
    func equalsPillow(pattern: String, width: Int, height: Int) throws {
        let resized = try Golden.image("pattern_\(pattern).ppm").resized(width: width, height: height)
        #expect(resized == (try Golden.image("resized/\(pattern)-\(width)x\(height).ppm")))
    }

    @Test(
        "Equals Pillow on real crops, up and down, square and not",
        .enabled(if: Golden.hasRealCrops, "needs ../shared/data/slice3d/sample-images")
    )
    func realCrops() throws {
        for (name, crop) in try Golden.crops() {
            let image = try JPEG.decode(try Golden.realCrop(name))
            #expect(crop.resized.count == 8)
            for (size, fingerprint) in crop.resized {
                let sides = size.split(separator: "x").compactMap { Int($0) }
                #expect(
                    image.resized(width: sides[0], height: sides[1]).fingerprint == fingerprint,
                    "\(name) to \(size)"
                )
            }
        }
    }

    @Test("An image of one colour keeps its colour", arguments: [1, 7, 64, 300])
    func constant(size: Int) {
        let image = RGBImage(width: 50, height: 31, red: 200, green: 17, blue: 255)
        #expect(
            image.resized(width: size, height: size).pixels
                == RGBImage(
                    width: size,
                    height: size,
                    red: 200,
                    green: 17,
                    blue: 255
                ).pixels
        )
    }

    @Test("Mirroring before or after gives the same", arguments: TestTimeView.flips)
    func mirrored(view: TestTimeView) throws {
        let image = try Golden.image("pattern_37x23.ppm")
        let before = image.viewed(as: view).resized(width: 50, height: 40)
        let after = image.resized(width: 50, height: 40).viewed(as: view)
        #expect(Golden.largestDifference(before, after) <= 1)
    }
}

@Suite("Views")
struct TestTimeViewTests {
    /// Pixels numbered row by row in the red channel.
    private let numbered = RGBImage(width: 3, height: 2, pixels: (0..<6).flatMap { [$0, 0, 0] as [UInt8] })

    @Test(
        "Lays the pixels out as its name says",
        arguments: [
            (TestTimeView.identity, [[0, 1, 2], [3, 4, 5]]), (.horizontalFlip, [[2, 1, 0], [5, 4, 3]]),
            (.verticalFlip, [[3, 4, 5], [0, 1, 2]]), (.halfTurn, [[5, 4, 3], [2, 1, 0]]),
            (.transpose, [[0, 3], [1, 4], [2, 5]]), (.quarterTurn, [[3, 0], [4, 1], [5, 2]]),
            (.threeQuarterTurn, [[2, 5], [1, 4], [0, 3]]), (.antiTranspose, [[5, 2], [4, 1], [3, 0]]),
        ] as [(TestTimeView, [[Int]])]
    )
    func layout(view: TestTimeView, rows: [[Int]]) {
        let seen = numbered.viewed(as: view)
        #expect(seen.height == rows.count && seen.width == rows[0].count)
        #expect(stride(from: 0, to: 18, by: 3).map { Int(seen.pixels[$0]) } == rows.flatMap { $0 })
    }

    @Test("The inverse undoes it", arguments: TestTimeView.allCases)
    func inverse(view: TestTimeView) throws {
        let image = try Golden.image("pattern_37x23.ppm")
        #expect(image.viewed(as: view).viewed(as: view.inverse) == image)
    }

    @Test("Is put together from its three properties", arguments: TestTimeView.allCases)
    func composition(view: TestTimeView) {
        let again = TestTimeView(
            transposes: view.transposes,
            mirrorsColumns: view.mirrorsColumns,
            mirrorsRows: view.mirrorsRows
        )
        #expect(again == view)
    }
}
