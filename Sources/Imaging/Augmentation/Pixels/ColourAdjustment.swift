#if canImport(Glibc)
    import Glibc
#endif

/// Brightness, contrast, hue and saturation as one affine map of a pixel's three channels.
///
/// Hue turns and saturation stretches around the grey axis with the luma weights of Rec. 709, as the `hueRotate` and
/// `saturate` matrices of SVG's `feColorMatrix` do: lightness stays.
package struct ColourAdjustment: Sendable {
    /// What is added, as a share of full white.
    package let brightness: Double
    let contrast: Double
    let hueDegrees: Double
    let saturation: Double

    /// The weights of lightness.
    package static let luma = (red: 0.2126, green: 0.7152, blue: 0.0722)

    /// How far colours are moved away from the mean luma, as a factor.
    package var gain: Double { 1 + contrast }

    /// Changes every pixel of `image`; contrast is taken around its mean luma.
    func apply(to image: inout RGBImage) {
        let mean = Self.meanLuma(of: image)
        let columns = columns
        // out = gain * (matrix * pixel - mean) + mean + brightness; one half more rounds when the fraction is cut off.
        let offset = SIMD4<Float>(repeating: Float(mean - gain * mean + brightness * 255 + 0.5))
        let (red, green, blue) = (columns.red, columns.green, columns.blue)
        image.withMutablePixels { pixels in
            for position in stride(from: 0, to: pixels.count, by: 3) {
                let colour =
                    offset + red * Float(pixels[position]) + green * Float(pixels[position + 1])
                    + blue * Float(pixels[position + 2])
                pixels[position] = colour.x.byte
                pixels[position + 1] = colour.y.byte
                pixels[position + 2] = colour.z.byte
            }
        }
    }

    /// The columns of the whole matrix: what one unit of each channel gives to red, green and blue.
    package var columns: (red: SIMD4<Float>, green: SIMD4<Float>, blue: SIMD4<Float>) {
        let (columns, gain) = (hueAndSaturation, Float(gain))
        return (columns.red * gain, columns.green * gain, columns.blue * gain)
    }

    /// The columns of the matrix of hue and saturation: what one unit of each channel gives to red, green and blue.
    private var hueAndSaturation: (red: SIMD4<Float>, green: SIMD4<Float>, blue: SIMD4<Float>) {
        let cosine = cos(hueDegrees * .pi / 180) * (1 + saturation)
        let sine = sin(hueDegrees * .pi / 180) * (1 + saturation)
        let (r, g, b) = (Self.luma.red, Self.luma.green, Self.luma.blue)
        return (
            SIMD4(
                Float(r + cosine * (1 - r) - sine * r),
                Float(r - cosine * r + sine * 0.143),
                Float(r - cosine * r - sine * (1 - r)),
                0
            ),
            SIMD4(
                Float(g - cosine * g - sine * g),
                Float(g + cosine * (1 - g) + sine * 0.140),
                Float(g - cosine * g + sine * g),
                0
            ),
            SIMD4(
                Float(b - cosine * b + sine * (1 - b)),
                Float(b - cosine * b - sine * 0.283),
                Float(b + cosine * (1 - b) + sine * b),
                0
            )
        )
    }

    private static func meanLuma(of image: RGBImage) -> Double {
        var sums = (red: 0, green: 0, blue: 0)
        image.pixels.withUnsafeBufferPointer { pixels in
            for position in stride(from: 0, to: pixels.count, by: 3) {
                sums.red += Int(pixels[position])
                sums.green += Int(pixels[position + 1])
                sums.blue += Int(pixels[position + 2])
            }
        }
        let total = luma.red * Double(sums.red) + luma.green * Double(sums.green) + luma.blue * Double(sums.blue)
        return total / Double(image.width * image.height)
    }
}

extension Float {
    /// The whole part as a byte; what lies outside 0 to 255 is cut off. (`SIMD4.clamp` works lane by lane, and slowly.)
    @inline(__always)
    var byte: UInt8 { UInt8(truncatingIfNeeded: Int32(min(max(self, 0), 255))) }
}
