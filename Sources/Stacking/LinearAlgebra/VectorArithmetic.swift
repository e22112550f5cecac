/// The inner product of two vectors, in four sums at once.
func dot(_ first: [Double], _ second: [Double]) -> Double { dot(first[...], second[...]) }

/// The inner product of two parts of vectors.
func dot(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> Double {
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
            var sums = SIMD4<Double>.zero
            let end = first.count & ~3
            for index in stride(from: 0, to: end, by: 4) {
                let left = SIMD4<Double>(first[index], first[index + 1], first[index + 2], first[index + 3])
                let right = SIMD4<Double>(second[index], second[index + 1], second[index + 2], second[index + 3])
                sums += left * right
            }
            return (end..<first.count).reduce(sums.sum()) { $0 + first[$1] * second[$1] }
        }
    }
}

/// Adds `factor * vector` to the entries of `target` from position `start` on.
func addMultiple(_ factor: Double, of vector: [Double], to target: inout [Double], from start: Int = 0) {
    target.withUnsafeMutableBufferPointer { target in
        vector.withUnsafeBufferPointer { vector in
            for index in vector.indices { target[start + index] += factor * vector[index] }
        }
    }
}
