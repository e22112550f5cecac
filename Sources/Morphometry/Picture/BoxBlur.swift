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
        var line = [SIMD4<Float>](repeating: .zero, count: max(width, height))
        values.withUnsafeMutableBufferPointer { values in
            line.withUnsafeMutableBufferPointer { line in
                for _ in 0..<2 {
                    for row in 0..<height {
                        sums(values, start: row * width, step: 1, count: width, radius: radius, line)
                    }
                    for column in 0..<width {
                        sums(values, start: column, step: width, count: height, radius: radius, line)
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

    /// Replaces a line by its running sums; beyond its ends there is no weight.
    @inline(__always)
    private static func sums(
        _ values: UnsafeMutableBufferPointer<SIMD4<Float>>,
        start: Int,
        step: Int,
        count: Int,
        radius: Int,
        _ line: UnsafeMutableBufferPointer<SIMD4<Float>>
    ) {
        var sum = SIMD4<Float>.zero
        for place in 0..<count { line[place] = values[start + place * step] }
        for place in 0..<min(radius, count) { sum += line[place] }
        for place in 0..<count {
            if place + radius < count { sum += line[place + radius] }
            if place - radius - 1 >= 0 { sum -= line[place - radius - 1] }
            values[start + place * step] = sum
        }
    }
}
