/// The mean and the spread of colours, gathered pixel by pixel.
struct ColourSums {
    private(set) var count = 0.0
    private var sum = SIMD4<Double>.zero
    private var squares = SIMD4<Double>.zero

    @inline(__always)
    mutating func add(_ colour: SIMD4<Float>) {
        let value = SIMD4<Double>(colour)
        count += 1
        sum += value
        squares += value * value
    }

    /// Adds neighbouring pixels of a picture that are not behind hair.
    @inline(__always)
    mutating func add(
        _ colours: UnsafeBufferPointer<SIMD4<Float>>,
        _ isHair: UnsafeBufferPointer<UInt8>,
        _ places: Range<Int>
    ) {
        var sums = self
        for place in places where isHair[place] == 0 { sums.add(colours[place]) }
        self = sums
    }

    /// L*, a*, b* and 1; NaN without pixels.
    var mean: SIMD4<Double> { sum / count }

    /// The standard deviations of L*, a* and b*.
    var spread: SIMD4<Double> {
        let variance = squares / count - mean * mean
        return variance.replacing(with: 0, where: variance .< 0).squareRoot()
    }

    /// The root of the summed variances: the typical CIELAB distance from the mean.
    var scatter: Double {
        let spread = spread
        return (spread.x * spread.x + spread.y * spread.y + spread.z * spread.z).squareRoot()
    }
}

extension SIMD4<Double> {
    /// The chroma of a colour L*, a*, b*.
    var chroma: Double { (y * y + z * z).squareRoot() }
}
