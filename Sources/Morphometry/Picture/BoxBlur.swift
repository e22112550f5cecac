/// Running means of colours; two in a row come near a Gaussian.
enum BoxBlur {
    private typealias Colours = UnsafeMutableBufferPointer<SIMD4<Float>>

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
                            let start = row &* width
                            alongRow(
                                Colours(rebasing: values[start..<start &+ width]),
                                Colours(rebasing: between[start..<start &+ width]),
                                radius: radius
                            )
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
    private static func alongRow(_ source: Colours, _ target: Colours, radius: Int) {
        let count = source.count
        var sum = SIMD4<Float>.zero
        for place in 0..<min(radius, count) { sum += source[place] }
        // Where the box is whole on both sides nothing needs to be asked.
        let whole = radius &+ 1..<max(radius &+ 1, count &- radius)
        func step(_ place: Int) {
            if place &+ radius < count { sum += source[place &+ radius] }
            if place > radius { sum -= source[place &- radius &- 1] }
            target[place] = sum
        }
        for place in 0..<min(whole.lowerBound, count) { step(place) }
        for place in whole {
            sum += source[place &+ radius] - source[place &- radius &- 1]
            target[place] = sum
        }
        for place in min(whole.upperBound, count)..<count { step(place) }
    }

    /// Writes the running sums of all columns, row by row as they lie in memory.
    @inline(__always)
    private static func downColumns(
        _ source: Colours,
        _ target: Colours,
        _ sums: Colours,
        height: Int,
        radius: Int
    ) {
        let width = sums.count
        sums.update(repeating: .zero)
        for row in 0..<min(radius, height) {
            for column in 0..<width { sums[column] += source[row &* width &+ column] }
        }
        for row in 0..<height {
            let own = row &* width
            let ahead = own &+ radius &* width
            let behind = own &- (radius &+ 1) &* width
            if row &+ radius < height && row > radius {
                for column in 0..<width {
                    let sum = sums[column] + (source[ahead &+ column] - source[behind &+ column])
                    sums[column] = sum
                    target[own &+ column] = sum
                }
                continue
            }
            if row &+ radius < height {
                for column in 0..<width { sums[column] += source[ahead &+ column] }
            }
            if row > radius {
                for column in 0..<width { sums[column] -= source[behind &+ column] }
            }
            for column in 0..<width { target[own &+ column] = sums[column] }
        }
    }
}
