internal import CPixels
import Imaging

/// A crop in CIELAB: the part of it that shows skin.
///
/// Where a crop reaches over the edge of the photograph, its outer rows or columns are black; they are left out.
struct LabPicture {
    let grid: PixelGrid
    /// Where the picture's first pixel stands in the crop.
    let left: Int
    let top: Int
    /// `[height, width]`: L* (0 to 100), a*, b* and 1, the pixel's weight.
    let colours: [SIMD4<Float>]
    /// `[height, width]`: L* once more.
    let lightness: Plane
    /// The share of the crop's pixels that are black borders, 0 to 1.
    let paddingShare: Float
    /// The share of the picture's pixels with a channel at its end (0 or 255).
    let clippedShare: Float

    /// Converts a crop whose longer side is `fieldOfView` millimetres; a crop that is black all over gives nil.
    init?(_ image: RGBImage, fieldOfView: Double) {
        guard let frame = PictureFrame(image) else { return nil }
        let grid = PixelGrid(
            width: frame.width,
            height: frame.height,
            millimetresPerPixel: Float(fieldOfView / Double(max(image.width, image.height))),
            middle: (
                Double(image.width - 1) / 2 - Double(frame.left),
                Double(image.height - 1) / 2 - Double(frame.top)
            )
        )
        var colours: [SIMD4<Float>] = []
        var clipped = SIMD4<Int32>.zero
        lightness = Plane(count: grid.count) { lightness in
            colours = [SIMD4<Float>](unsafeUninitializedCapacity: grid.count) { colours, count in
                clipped = Self.convert(image, frame, colours, lightness)
                count = grid.count
            }
        }
        self.colours = colours
        self.grid = grid
        left = frame.left
        top = frame.top
        paddingShare = 1 - Float(grid.count) / Float(image.width * image.height)
        clippedShare = Float(clipped.wrappedSum()) / Float(grid.count)
    }

    /// Converts the pixels of a frame, four at a time, and counts those with a channel at its end.
    private static func convert(
        _ image: RGBImage,
        _ frame: PictureFrame,
        _ colours: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ lightness: UnsafeMutablePointer<Float>
    ) -> SIMD4<Int32> {
        var clipped = SIMD4<Int32>.zero
        image.pixels.withUnsafeBufferPointer { pixels in
            guard let pixels = pixels.baseAddress else { return }
            CIELab.shared.withTables { tables in
                for row in 0..<frame.height {
                    let source = pixels + ((row + frame.top) * image.width + frame.left) * 3
                    for next in stride(from: 0, to: frame.width, by: 4) {
                        // The last four begin where they end with the row, so that some come twice.
                        let column = min(next, frame.width &- 4)
                        let place = row &* frame.width &+ column
                        let lab = tables.four(source + 3 * column)
                        lightness.setFour(place, lab.lightness)
                        let pixels = cpixels_transposed(lab.lightness, lab.a, lab.b, SIMD4(repeating: 1))
                        colours[place] = pixels.x
                        colours[place &+ 1] = pixels.y
                        colours[place &+ 2] = pixels.z
                        colours[place &+ 3] = pixels.w
                        let isNew = SIMD4<Int32>(0, 1, 2, 3) .>= Int32(truncatingIfNeeded: next &- column)
                        // A mask is -1 where it holds.
                        clipped &-= unsafeBitCast(lab.isClipped .& isNew, to: SIMD4<Int32>.self)
                    }
                }
            }
        }
        return clipped
    }
}
