internal import CPixels
import Foundation

/// sRGB (IEC 61966-2-1) to CIELAB (CIE 15, white point D65) by tables: within 0.01 of the exact values.
struct CIELab: Sendable {
    static let shared = CIELab()

    /// What the 256 levels of a channel add to X, Y and Z of the white point, in steps of the table of roots; lane 3 is 1 at
    /// the ends of the channel.
    private let red: [SIMD4<Float>]
    private let green: [SIMD4<Float>]
    private let blue: [SIMD4<Float>]
    /// The cube root of the definition at `0, 1/steps ... 1` and once more beyond, and how far it is to the next.
    private let root: [SIMD2<Float>]

    private static let steps = 4_096

    private init() {
        let linear = (0..<256).map { level in
            let value = Double(level) / 255
            return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
        }
        func channel(_ x: Float, _ y: Float, _ z: Float) -> [SIMD4<Float>] {
            let weights = SIMD4<Float>(x, y, z, 0) * Float(Self.steps)
            return (0..<256).map { (level: Int) -> SIMD4<Float> in
                var colour = weights * linear[level]
                colour.w = level == 0 || level == 255 ? 1 : 0
                return colour
            }
        }
        // The sRGB primaries, divided by the white point (0.95047, 1, 1.08883).
        red = channel(0.433_953, 0.212_673, 0.017_756)
        green = channel(0.376_219, 0.715_152, 0.109_477)
        blue = channel(0.189_828, 0.072_175, 0.872_767)
        func cubeRoot(_ step: Int) -> Float {
            let value = Double(step) / Double(Self.steps)
            let root = value > 216.0 / 24_389 ? cbrt(value) : (24_389.0 / 27 * value + 16) / 116
            return Float(root)
        }
        root = (0...Self.steps + 1).map { (step: Int) -> SIMD2<Float> in
            let here = cubeRoot(step)
            return SIMD2<Float>(here, cubeRoot(step + 1) - here)
        }
    }

    /// The tables as the loops over pixels use them.
    struct Tables {
        fileprivate let red: UnsafePointer<SIMD4<Float>>
        fileprivate let green: UnsafePointer<SIMD4<Float>>
        fileprivate let blue: UnsafePointer<SIMD4<Float>>
        fileprivate let root: UnsafePointer<SIMD2<Float>>

        /// L*, a*, b* and 1.
        func lab(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            let place = place(red, green, blue)
            let lab = lab(SIMD4(repeating: place.x), SIMD4(repeating: place.y), SIMD4(repeating: place.z))
            return SIMD4(lab.lightness.x, lab.a.x, lab.b.x, 1)
        }

        /// L*, a* and b* of four pixels of three bytes each, and which of them have a channel at its end (0 or 255).
        @inline(__always)
        func four(
            _ pixels: UnsafePointer<UInt8>
        ) -> (lightness: SIMD4<Float>, a: SIMD4<Float>, b: SIMD4<Float>, isClipped: SIMDMask<SIMD4<Int32>>) {
            let places = cpixels_transposed(
                place(pixels[0], pixels[1], pixels[2]),
                place(pixels[3], pixels[4], pixels[5]),
                place(pixels[6], pixels[7], pixels[8]),
                place(pixels[9], pixels[10], pixels[11])
            )
            let lab = lab(places.x, places.y, places.z)
            let isClipped = places.w .> 0
            return (lab.lightness, lab.a, lab.b, isClipped)
        }

        /// X, Y and Z in steps of the table of roots, and above 0 where a channel is at its end.
        @inline(__always)
        private func place(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            self.red[Int(red)] + self.green[Int(green)] + self.blue[Int(blue)]
        }

        /// L*, a* and b* of four colours from their X, Y and Z in steps.
        @inline(__always)
        private func lab(
            _ x: SIMD4<Float>,
            _ y: SIMD4<Float>,
            _ z: SIMD4<Float>
        ) -> (lightness: SIMD4<Float>, a: SIMD4<Float>, b: SIMD4<Float>) {
            let (x, y, z) = (roots(x), roots(y), roots(z))
            return (116 * y - 16, 500 * (x - y), 200 * (y - z))
        }

        /// Interpolates the roots between the two nearest steps.
        @inline(__always)
        private func roots(_ place: SIMD4<Float>) -> SIMD4<Float> {
            // Adding 2^23 leaves the nearest whole number in the low bits: much faster than a checked conversion.
            let rounded = place + 8_388_608
            let part = place - (rounded - 8_388_608)
            let steps = unsafeBitCast(rounded, to: SIMD4<UInt32>.self) & 0x1FFF
            let pairs = SIMD4(lowHalf: root[Int(steps.x)], highHalf: root[Int(steps.y)])
            let more = SIMD4(lowHalf: root[Int(steps.z)], highHalf: root[Int(steps.w)])
            return cpixels_firsts(pairs, more) + part * cpixels_seconds(pairs, more)
        }
    }

    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        red.withUnsafeBufferPointer { red in
            green.withUnsafeBufferPointer { green in
                blue.withUnsafeBufferPointer { blue in
                    root.withUnsafeBufferPointer { root in
                        guard let red = red.baseAddress, let green = green.baseAddress, let blue = blue.baseAddress,
                            let root = root.baseAddress
                        else { preconditionFailure("the tables are not empty") }
                        return body(Tables(red: red, green: green, blue: blue, root: root))
                    }
                }
            }
        }
    }
}
