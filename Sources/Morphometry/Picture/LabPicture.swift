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
        var clipped = 0
        let colours = [SIMD4<Float>](unsafeUninitializedCapacity: grid.count) { buffer, count in
            image.pixels.withUnsafeBufferPointer { pixels in
                CIELab.shared.withTables { tables in
                    for row in 0..<grid.height {
                        var source = ((row + frame.top) * image.width + frame.left) * 3
                        for column in 0..<grid.width {
                            let pixel = tables.labAndClipping(
                                pixels[source],
                                pixels[source &+ 1],
                                pixels[source &+ 2]
                            )
                            buffer[row &* grid.width &+ column] = pixel.lab
                            clipped &+= pixel.isClipped ? 1 : 0
                            source &+= 3
                        }
                    }
                }
            }
            count = grid.count
        }
        self.grid = grid
        left = frame.left
        top = frame.top
        paddingShare = 1 - Float(grid.count) / Float(image.width * image.height)
        clippedShare = Float(clipped) / Float(grid.count)
        self.colours = colours
        lightness = colours.withUnsafeBufferPointer { colours in
            Plane(count: colours.count) { lightness in
                for place in colours.indices { lightness[place] = colours[place].x }
            }
        }
    }
}
