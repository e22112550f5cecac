import Imaging

#if canImport(Glibc)
    import Glibc
#endif

/// A square crop while it is painted, in CIELAB: lanes L, a, b and an idle one.
struct LabCanvas {
    let side: Int
    var colours: [SIMD4<Float>]

    init(side: Int, _ colour: SIMD4<Float>) {
        self.side = side
        colours = Array(repeating: colour, count: side * side)
    }

    /// Changes every pixel: `change` gets the colour and the column and row of the pixel.
    @inline(__always)
    mutating func forEach(_ change: (inout SIMD4<Float>, Int, Int) -> Void) {
        let side = side
        colours.withUnsafeMutableBufferPointer { colours in
            for row in 0..<side {
                for column in 0..<side { change(&colours[row * side + column], column, row) }
            }
        }
    }

    /// Changes the pixels less than `radius` away from a point: `change` also gets the distance.
    mutating func forEach(
        around x: Float,
        _ y: Float,
        radius: Float,
        _ change: (inout SIMD4<Float>, Float) -> Void
    ) {
        let (columns, rows) = (span(x, radius), span(y, radius))
        for row in rows {
            for column in columns {
                let (dx, dy) = (Float(column) - x, Float(row) - y)
                let distance = (dx * dx + dy * dy).squareRoot()
                if distance < radius { change(&colours[row * side + column], distance) }
            }
        }
    }

    /// The pixels along one axis that lie less than `radius` from `centre` and inside the crop.
    func span(_ centre: Float, _ radius: Float) -> Range<Int> {
        let start = min(max(0, Int(centre - radius)), side)
        return start..<max(start, min(side, Int(centre + radius) + 2))
    }

    /// The crop in sRGB.
    var image: RGBImage {
        RGBImage(width: side, height: side) { pixels in
            for (index, colour) in colours.enumerated() {
                let rgb = LabConversion.standardRGB(colour)
                pixels[index * 3] = rgb.red
                pixels[index * 3 + 1] = rgb.green
                pixels[index * 3 + 2] = rgb.blue
            }
        }
    }
}

/// CIELAB with the white point D65 to and from sRGB (IEC 61966-2-1).
enum LabConversion {
    private static let white = SIMD3<Float>(0.95047, 1, 1.08883)
    private static let steps = 4096
    /// The sRGB byte of every linear level from 0 to 1, in 1/4096 steps.
    private static let bytes: [UInt8] = (0...steps).map { step in
        let linear = Double(step) / Double(steps)
        let encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
        return UInt8((encoded * 255).rounded())
    }

    /// The nearest sRGB colour; colours that sRGB does not have are cut off.
    static func standardRGB(_ lab: SIMD4<Float>) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let middle = (lab.x + 16) / 116
        var xyz = SIMD3(middle + lab.y / 500, middle, middle - lab.z / 200)
        let cubes = xyz * xyz * xyz
        let lines = (xyz - 16 / 116) * (108 / 841)
        xyz = lines.replacing(with: cubes, where: xyz .> 6 / 29) * white
        let red = 3.2404542 * xyz.x - 1.5371385 * xyz.y - 0.4985314 * xyz.z
        let green = -0.9692660 * xyz.x + 1.8760108 * xyz.y + 0.0415560 * xyz.z
        let blue = 0.0556434 * xyz.x - 0.2040259 * xyz.y + 1.0572252 * xyz.z
        return (byte(red), byte(green), byte(blue))
    }

    @inline(__always)
    private static func byte(_ linear: Float) -> UInt8 {
        bytes[Int(min(max(linear, 0), 1) * Float(steps) + 0.5)]
    }

    /// The CIELAB colour of an sRGB pixel.
    static func lab(red: UInt8, green: UInt8, blue: UInt8) -> LabColour {
        func linear(_ byte: UInt8) -> Double {
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        func root(_ value: Double) -> Double {
            value > 216.0 / 24_389 ? cbrt(value) : (841.0 / 108) * value + 16.0 / 116
        }
        let (r, g, b) = (linear(red), linear(green), linear(blue))
        let x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
        let y = root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
        let z = root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
        return LabColour(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
    }
}
