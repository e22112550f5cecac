#if canImport(Glibc)
    import Glibc
#endif

/// A rotation, a change of size and a shift around the centre of the image.
struct Similarity: Equatable {
    /// Anticlockwise as seen on the screen.
    var degrees: Double
    /// Above 1 the lesion grows.
    var scale: Double
    /// To the right, as a share of the side.
    var shiftX: Double
    /// Downwards, as a share of the side.
    var shiftY: Double

    /// Changes nothing.
    static let identity = Similarity(degrees: 0, scale: 1, shiftX: 0, shiftY: 0)

    /// The way back from the moved image to the image as it was, for points as shares of the sides seen from the centre.
    var inverse: (SIMD2<Double>) -> SIMD2<Double> {
        let angle = degrees * .pi / 180
        let (cosine, sine) = (cos(angle) / scale, sin(angle) / scale)
        let shift = SIMD2(shiftX, shiftY)
        return { point in
            let moved = point - shift
            return SIMD2(cosine * moved.x - sine * moved.y, sine * moved.x + cosine * moved.y)
        }
    }
}
