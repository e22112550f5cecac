import Testing

@testable import Imaging

/// The middle of a crop.
@Suite struct CentreTests {
    private let image = RGBImage(width: 9, height: 6) { pixels in
        for offset in pixels.indices { pixels[offset] = UInt8(offset) }
    }

    @Test func `The middle third has the margins left off on all sides`() {
        let middle = image.centred(share: 1.0 / 3)
        #expect(middle.width == 3 && middle.height == 2)
        for y in 0..<2 { for x in 0..<3 { #expect(middle[x, y] == image[x + 3, y + 2]) } }
    }

    @Test func `The whole is the image itself, and the least is one pixel`() {
        #expect(image.centred(share: 1) == image)
        let least = image.centred(share: 0.01)
        #expect(least.width == 1 && least.height == 1)
        #expect(least[0, 0] == image[4, 2])
    }

    @Test(arguments: [0.2, 0.5, 0.67, 0.9])
    func `A mirrored image has the mirrored middle where the margins are even`(share: Double) {
        let square = RGBImage(width: 20, height: 20) { pixels in
            for offset in pixels.indices { pixels[offset] = UInt8(truncatingIfNeeded: offset &* 37) }
        }
        let middle = square.centred(share: share)
        guard middle.width.isMultiple(of: 2) else { return }
        for view in TestTimeView.allCases {
            #expect(square.viewed(as: view).centred(share: share) == middle.viewed(as: view))
        }
    }
}
