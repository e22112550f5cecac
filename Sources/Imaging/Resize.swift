extension RGBImage {
    /// Resizes to `width` x `height`, bit-equal to Pillow's `resize(..., BICUBIC)` of an 8-bit image.
    ///
    /// The horizontal pass comes first, the vertical pass second, with 8 bits between them, as in Pillow's
    /// `src/libImaging/Resample.c`. When shrinking, the filter widens with the scale, so nothing aliases.
    public func resized(width newWidth: Int, height newHeight: Int) -> RGBImage {
        precondition(newWidth > 0 && newHeight > 0, "an image has at least one pixel")
        let widened = newWidth == width ? self : resizedHorizontally(to: newWidth)
        return newHeight == height ? widened : widened.resizedVertically(to: newHeight)
    }

    private func resizedHorizontally(to newWidth: Int) -> RGBImage {
        let taps = BicubicTaps(from: width, to: newWidth)
        return RGBImage(width: newWidth, height: height) { output in
            pixels.withUnsafeBufferPointer { input in
                taps.withUnsafeTaps { starts, counts, weights in
                    var target = 0
                    for row in 0..<height {
                        let rowStart = row * width * 3
                        for column in 0..<newWidth {
                            var source = rowStart + starts[column] * 3
                            var red = BicubicTaps.half
                            var green = BicubicTaps.half
                            var blue = BicubicTaps.half
                            let firstWeight = column * taps.stride
                            for tap in firstWeight..<firstWeight + counts[column] {
                                let weight = weights[tap]
                                red &+= Int32(input[source]) &* weight
                                green &+= Int32(input[source + 1]) &* weight
                                blue &+= Int32(input[source + 2]) &* weight
                                source += 3
                            }
                            output[target] = BicubicTaps.clipped(red)
                            output[target + 1] = BicubicTaps.clipped(green)
                            output[target + 2] = BicubicTaps.clipped(blue)
                            target += 3
                        }
                    }
                }
            }
        }
    }

    private func resizedVertically(to newHeight: Int) -> RGBImage {
        let taps = BicubicTaps(from: height, to: newHeight)
        let rowCount = width * 3
        return RGBImage(width: width, height: newHeight) { output in
            pixels.withUnsafeBufferPointer { input in
                taps.withUnsafeTaps { starts, counts, weights in
                    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowCount) { sums in
                        for row in 0..<newHeight {
                            sums.initialize(repeating: BicubicTaps.half)
                            // Four rows at a time: an enlarged image needs no more, and every sum is loaded once.
                            for tap in stride(from: 0, to: counts[row], by: 4) {
                                let first = row * taps.stride + tap
                                let leading = weights[first]
                                let second = tap + 1 < counts[row] ? weights[first + 1] : 0
                                let third = tap + 2 < counts[row] ? weights[first + 2] : 0
                                let fourth = tap + 3 < counts[row] ? weights[first + 3] : 0
                                let top = starts[row] + tap
                                let source0 = top * rowCount
                                let source1 = min(top + 1, height - 1) * rowCount
                                let source2 = min(top + 2, height - 1) * rowCount
                                let source3 = min(top + 3, height - 1) * rowCount
                                for offset in 0..<rowCount {
                                    let upper =
                                        Int32(input[source0 + offset]) &* leading
                                        &+ Int32(input[source1 + offset]) &* second
                                    let lower =
                                        Int32(input[source2 + offset]) &* third
                                        &+ Int32(input[source3 + offset]) &* fourth
                                    sums[offset] &+= upper &+ lower
                                }
                            }
                            let target = row * rowCount
                            for offset in 0..<rowCount {
                                output[target + offset] = BicubicTaps.clipped(sums[offset])
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Which pixels of a line make each pixel of the resized line, and by how much (Pillow's `precompute_coeffs`).
package struct BicubicTaps {
    /// Weights are whole numbers with 22 bits after the point: 8 bits of pixel and 2 of headroom stay within 32.
    package static let precisionBits = Int32(22)
    /// One half: sums start with it, so that the final shift rounds.
    package static let half = Int32(1) << (precisionBits - 1)

    /// The first pixel that each output pixel reads.
    package let starts: [Int]
    private let counts: [Int]
    /// The weights of each output pixel, `stride` of them; those behind its last are 0.
    package let weights: [Int32]
    /// Weights of one output pixel lie this far from the next one's.
    package let stride: Int

    /// Prepares a line of `inputCount` pixels to become one of `outputCount`.
    package init(from inputCount: Int, to outputCount: Int) {
        let scale = Double(inputCount) / Double(outputCount)
        let filterScale = max(scale, 1)
        let support = 2 * filterScale
        stride = Int(support.rounded(.up)) * 2 + 1
        var starts = [Int](repeating: 0, count: outputCount)
        var counts = [Int](repeating: 0, count: outputCount)
        var weights = [Int32](repeating: 0, count: outputCount * stride)
        var line = [Double](repeating: 0, count: stride)
        for output in 0..<outputCount {
            let centre = (Double(output) + 0.5) * scale
            let start = max(Int(centre - support + 0.5), 0)
            let count = min(Int(centre + support + 0.5), inputCount) - start
            var total = 0.0
            for tap in 0..<count {
                line[tap] = Self.bicubic((Double(tap + start) - centre + 0.5) * (1 / filterScale))
                total += line[tap]
            }
            for tap in 0..<count {
                let share = total != 0 ? line[tap] / total : line[tap]
                let fixed = share * Double(1 << Self.precisionBits)
                weights[output * stride + tap] = Int32(share < 0 ? fixed - 0.5 : fixed + 0.5)
            }
            starts[output] = start
            counts[output] = count
        }
        self.starts = starts
        self.counts = counts
        self.weights = weights
    }

    /// The cubic convolution kernel with a = -0.5 (Keys, 1981).
    static func bicubic(_ distance: Double) -> Double {
        let x = abs(distance)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * -0.5 }
        return 0
    }

    @inline(__always)
    static func clipped(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(sum >> precisionBits, 0), 255))
    }

    func withUnsafeTaps(
        _ body: (UnsafeBufferPointer<Int>, UnsafeBufferPointer<Int>, UnsafeBufferPointer<Int32>) -> Void
    ) {
        starts.withUnsafeBufferPointer { starts in
            counts.withUnsafeBufferPointer { counts in
                weights.withUnsafeBufferPointer { weights in body(starts, counts, weights) }
            }
        }
    }
}
