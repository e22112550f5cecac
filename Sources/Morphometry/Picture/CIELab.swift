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

        /// L*, a*, b* and 1.
        @inline(__always)
        func lab(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> SIMD4<Float> {
            let r = linear[Int(red)]
            let g = linear[Int(green)]
            let b = linear[Int(blue)]
            // The sRGB primaries, divided by the white point (0.95047, 1, 1.08883).
            let x = cubeRoot(0.433_953 * r + 0.376_219 * g + 0.189_828 * b)
            let y = cubeRoot(0.212_673 * r + 0.715_152 * g + 0.072_175 * b)
            let z = cubeRoot(0.017_756 * r + 0.109_477 * g + 0.872_767 * b)
            return SIMD4(116 * y - 16, 500 * (x - y), 200 * (y - z), 1)
        }

        @inline(__always)
        private func cubeRoot(_ value: Float) -> Float {
            let place = min(max(value, 0), 1) * Float(CIELab.steps)
            let step = Int(place)
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
