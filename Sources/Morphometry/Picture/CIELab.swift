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
        @inline(__always)
        func lab(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            lab(place(red, green, blue))
        }

        /// L*, a*, b* and 1, and whether a channel is at its end (0 or 255).
        @inline(__always)
        func labAndClipping(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> (lab: SIMD4<Float>, isClipped: Bool) {
            let place = place(red, green, blue)
            return (lab(place), place.w > 0)
        }

        @inline(__always)
        private func place(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            self.red[Int(red)] + self.green[Int(green)] + self.blue[Int(blue)]
        }

        /// Interpolates the roots between the two nearest steps.
        @inline(__always)
        private func lab(_ place: SIMD4<Float>) -> SIMD4<Float> {
            // Adding 2^23 leaves the nearest whole number in the low bits: much faster than a checked conversion.
            let rounded = place + 8_388_608
            let part = place - (rounded - 8_388_608)
            let steps = unsafeBitCast(rounded, to: SIMD4<UInt32>.self) & 0x1FFF
            let (first, second, third) = (root[Int(steps.x)], root[Int(steps.y)], root[Int(steps.z)])
            let x = first.x + part.x * first.y
            let y = second.x + part.y * second.y
            let z = third.x + part.z * third.y
            let (lightness, a, b) = (116 * y - 16, 500 * (x - y), 200 * (y - z))
            return SIMD4(lightness, a, b, 1)
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
