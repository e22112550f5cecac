/// Running means of colours; two in a row come near a Gaussian.
enum BoxBlur {
    /// The mean colour around every pixel, over pixels with weight: `[height, width]`, the weight (lane 3) again 1.
    ///
    /// - Parameters:
    ///   - colours: `[height, width]`: colours times their weight, and the weight in lane 3.
    ///   - radius: Half the box's side in pixels.
    static func weightedMeans(
        _ colours: consuming [SIMD4<Float>],
        width: Int,
        height: Int,
        radius: Int
    ) -> [SIMD4<Float>] {
        var values = colours
        var between = [SIMD4<Float>](repeating: .zero, count: values.count)
        var sums = [SIMD4<Float>](repeating: .zero, count: width)
        values.withUnsafeMutableBufferPointer { values in
            between.withUnsafeMutableBufferPointer { between in
                sums.withUnsafeMutableBufferPointer { sums in
                    for _ in 0..<2 {
                        for row in 0..<height {
                            alongRow(values, between, start: row * width, count: width, radius: radius)
                        }
                        downColumns(between, values, sums, height: height, radius: radius)
                    }
                }
            }
            for index in values.indices {
                let weight = values[index].w
                values[index] = weight > 1e-6 ? values[index] / weight : .zero
            }
        }
        return values
    }

    /// Writes the running sums of a row; beyond its ends there is no weight.
    @inline(__always)
    private static func alongRow(
        _ source: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ target: UnsafeMutableBufferPointer<SIMD4<Float>>,
        start: Int,
        count: Int,
        radius: Int
    ) {
        var sum = SIMD4<Float>.zero
        for place in 0..<min(radius, count) { sum += source[start + place] }
        for place in 0..<count {
            if place + radius < count { sum += source[start + place + radius] }
            if place - radius - 1 >= 0 { sum -= source[start + place - radius - 1] }
            target[start + place] = sum
        }
    }

    /// Writes the running sums of all columns, row by row as they lie in memory.
    @inline(__always)
    private static func downColumns(
        _ source: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ target: UnsafeMutableBufferPointer<SIMD4<Float>>,
        _ sums: UnsafeMutableBufferPointer<SIMD4<Float>>,
        height: Int,
        radius: Int
    ) {
        let width = sums.count
        sums.update(repeating: .zero)
        for row in 0..<min(radius, height) {
            for column in 0..<width { sums[column] += source[row * width + column] }
        }
        for row in 0..<height {
            if row + radius < height {
                for column in 0..<width { sums[column] += source[(row + radius) * width + column] }
            }
            if row - radius - 1 >= 0 {
                for column in 0..<width { sums[column] -= source[(row - radius - 1) * width + column] }
            }
            for column in 0..<width { target[row * width + column] = sums[column] }
        }
    }
}
