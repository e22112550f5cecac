/// Four numbers at once: what a processor's vector holds on every machine.
extension UnsafePointer<Float> {
    /// The four numbers from `place` on.
    @inline(__always)
    func four(_ place: Int) -> SIMD4<Float> {
        UnsafeRawPointer(self + place).loadUnaligned(as: SIMD4<Float>.self)
    }
}

extension UnsafeMutablePointer<Float> {
    /// Writes the four numbers from `place` on.
    @inline(__always)
    func setFour(_ place: Int, _ numbers: SIMD4<Float>) {
        UnsafeMutableRawPointer(self + place).storeBytes(of: numbers, as: SIMD4<Float>.self)
    }
}

/// The smaller number in every lane: one instruction, where `pointwiseMin` asks lane by lane.
@inline(__always)
func smaller(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> SIMD4<Float> {
    first.replacing(with: second, where: second .< first)
}

/// The larger number in every lane.
@inline(__always)
func larger(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> SIMD4<Float> {
    first.replacing(with: second, where: second .> first)
}

/// The sum of `term(0) ... term(count - 1)`, which are computed into a row first so that loops over it become vector
/// instructions.
@inline(__always)
func sum(count: Int, _ term: (Int) -> Float) -> Double {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count + 3) { row in
        guard let start = row.baseAddress else { return 0 }
        for place in 0..<count { start[place] = term(place) }
        for place in count..<count &+ 3 { start[place] = 0 }
        var sums = SIMD4<Float>.zero
        for place in stride(from: 0, to: count, by: 4) { sums += UnsafePointer(start).four(place) }
        return Double(sums.sum())
    }
}

/// Whether any lane of a comparison holds.
@inline(__always)
func isAny(_ mask: SIMDMask<SIMD4<Int32>>) -> Bool {
    let halves = unsafeBitCast(mask, to: SIMD2<Int64>.self)
    return halves.x | halves.y != 0
}
