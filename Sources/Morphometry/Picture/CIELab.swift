import Foundation

/// sRGB (IEC 61966-2-1) to CIELAB (CIE 15, white point D65) by tables: within 0.01 of the exact values.
struct CIELab: Sendable {
    static let shared = CIELab()

    /// Linear light of the 256 levels of a channel.
    private let linear: [Float]
    /// The cube root of the definition, at `0, 1/steps ... 1`, and once more beyond.
    private let root: [Float]

    private static let steps = 4_096

    private init() {
        linear = (0..<256).map { level in
            let value = Double(level) / 255
            return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
        }
        root = (0...Self.steps + 1).map { step in
            let value = Double(step) / Double(Self.steps)
            return Float(value > 216.0 / 24_389 ? cbrt(value) : (24_389.0 / 27 * value + 16) / 116)
        }
    }

    /// The tables as the loops over pixels use them.
    struct Tables {
        fileprivate let linear: UnsafeBufferPointer<Float>
        fileprivate let root: UnsafeBufferPointer<Float>
        // The sRGB primaries, divided by the white point (0.95047, 1, 1.08883), in steps of the table.
        private let fromRed = SIMD4<Float>(0.433_953, 0.212_673, 0.017_756, 0) * Float(CIELab.steps)
        private let fromGreen = SIMD4<Float>(0.376_219, 0.715_152, 0.109_477, 0) * Float(CIELab.steps)
        private let fromBlue = SIMD4<Float>(0.189_828, 0.072_175, 0.872_767, 0) * Float(CIELab.steps)

        fileprivate init(linear: UnsafeBufferPointer<Float>, root: UnsafeBufferPointer<Float>) {
            self.linear = linear
            self.root = root
        }

        /// L*, a*, b* and 1.
        @inline(__always)
        func lab(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            var place = fromRed * linear[Int(red)]
            place += fromGreen * linear[Int(green)]
            place += fromBlue * linear[Int(blue)]
            let x = cubeRoot(place.x)
            let y = cubeRoot(place.y)
            let z = cubeRoot(place.z)
            return SIMD4(116 * y - 16, 500 * (x - y), 200 * (y - z), 1)
        }

        /// Interpolates between the two nearest steps.
        @inline(__always)
        private func cubeRoot(_ place: Float) -> Float {
            // Adding 2^23 leaves the whole number in the low bits: much faster than a checked conversion.
            let step = Int((max(place - 0.5, 0) + 8_388_608).bitPattern & 0x1FFF)
            let part = place - Float(step)
            return root[step] + part * (root[step + 1] - root[step])
        }
    }

    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        linear.withUnsafeBufferPointer { linear in
            root.withUnsafeBufferPointer { root in body(Tables(linear: linear, root: root)) }
        }
    }
}
