import Imaging

/// A crop in CIELAB: the part of it that shows skin.
///
/// Where a crop reaches over the edge of the photograph, its outer rows or columns are black; they are left out.
struct LabPicture {
    /// Columns and rows, in pixels.
    let width: Int
    let height: Int
    /// Where the picture's first pixel stands in the crop.
    let left: Int
    let top: Int
    /// The length of a pixel's side in millimetres.
    let millimetresPerPixel: Float
    /// `[height, width]`: L* (0 to 100), a*, b* and 1, the pixel's weight.
    let colours: [SIMD4<Float>]
    /// The share of the crop's pixels that are black borders, 0 to 1.
    let paddingShare: Float
    /// The share of the picture's pixels with a channel at its end (0 or 255).
    let clippedShare: Float

    /// The middle of the whole crop, black borders included, in the picture's pixels.
    let middle: (x: Double, y: Double)

    /// Converts a crop whose longer side is `fieldOfView` millimetres; a crop that is black all over gives nil.
    init?(_ image: RGBImage, fieldOfView: Double) {
        guard let frame = PictureFrame(image) else { return nil }
        width = frame.width
        height = frame.height
        left = frame.left
        top = frame.top
        middle = (Double(image.width - 1) / 2 - Double(frame.left), Double(image.height - 1) / 2 - Double(frame.top))
        millimetresPerPixel = Float(fieldOfView / Double(max(image.width, image.height)))
        paddingShare = 1 - Float(frame.width * frame.height) / Float(image.width * image.height)
        var clipped = 0
        colours = [SIMD4<Float>](unsafeUninitializedCapacity: frame.width * frame.height) { buffer, count in
            image.pixels.withUnsafeBufferPointer { pixels in
                CIELab.shared.withTables { tables in
                    for row in 0..<frame.height {
                        var source = ((row + frame.top) * image.width + frame.left) * 3
                        for column in 0..<frame.width {
                            let pixel = tables.labAndClipping(
                                pixels[source],
                                pixels[source &+ 1],
                                pixels[source &+ 2]
                            )
                            buffer[row &* frame.width &+ column] = pixel.lab
                            clipped &+= pixel.isClipped ? 1 : 0
                            source &+= 3
                        }
                    }
                }
            }
            count = frame.width * frame.height
        }
        clippedShare = Float(clipped) / Float(colours.count)
    }

    /// The part of a picture in a window.
    init(_ picture: LabPicture, in window: Window) {
        width = window.width
        height = window.height
        left = picture.left + window.left
        top = picture.top + window.top
        millimetresPerPixel = picture.millimetresPerPixel
        colours = window.cut(picture.colours, rowLength: picture.width)
        paddingShare = picture.paddingShare
        clippedShare = picture.clippedShare
        middle = (picture.middle.x - Double(window.left), picture.middle.y - Double(window.top))
    }

    /// The picture's smoothed colours at every `factor`-th pixel of every `factor`-th row.
    init(_ picture: LabPicture, smoothed: [SIMD4<Float>], every factor: Int) {
        let (columns, rows) = ((picture.width - 1) / factor + 1, (picture.height - 1) / factor + 1)
        width = columns
        height = rows
        left = picture.left
        top = picture.top
        millimetresPerPixel = picture.millimetresPerPixel * Float(factor)
        colours = [SIMD4<Float>](unsafeUninitializedCapacity: columns * rows) { buffer, count in
            smoothed.withUnsafeBufferPointer { smoothed in
                for row in 0..<rows {
                    let start = row &* factor &* picture.width
                    for column in 0..<columns {
                        buffer[row &* columns &+ column] = smoothed[start &+ column &* factor]
                    }
                }
            }
            count = columns * rows
        }
        paddingShare = picture.paddingShare
        clippedShare = picture.clippedShare
        middle = (picture.middle.x / Double(factor), picture.middle.y / Double(factor))
    }

    /// L* of every pixel: `[height, width]`.
    var lightness: [Float] {
        [Float](unsafeUninitializedCapacity: colours.count) { lightness, count in
            colours.withUnsafeBufferPointer { colours in
                for place in colours.indices { lightness[place] = colours[place].x }
            }
            count = colours.count
        }
    }

    /// A length in millimetres as a whole number of pixels, at least `least`.
    func pixels(_ millimetres: Float, atLeast least: Int = 1) -> Int {
        max(least, Int((millimetres / millimetresPerPixel).rounded()))
    }
}
