import Imaging
import Randomness

/// Crops with edges, gradients, noise, full black and full white.
enum DrawnCrops {
    static func images(sizes: [(width: Int, height: Int)], seed: UInt64 = 11) -> [RGBImage] {
        sizes.enumerated().map { number, size in
            var generator = SeededGenerator(seed: seed, keys: UInt64(number))
            return RGBImage(width: size.width, height: size.height) { pixels in
                for row in 0..<size.height {
                    for column in 0..<size.width {
                        for channel in 0..<3 {
                            let slope = 40 + 3 * row + column * (channel + 1)
                            let square = (row / 9 + column / 7) % 3 == 0 ? 120 : 0
                            let level = slope % 200 + square + generator.integer(below: 60) - 30
                            pixels[(row * size.width + column) * 3 + channel] = UInt8(min(max(level, 0), 255))
                        }
                    }
                }
            }
        }
    }
}
