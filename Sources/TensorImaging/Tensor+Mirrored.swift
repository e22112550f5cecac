import Tensors

extension Tensor {
    /// Indices, mirrored at the outermost pixels 0 and `last` as often as it takes; those pixels are not repeated.
    ///
    /// Where `last` is 0 every index becomes 0.
    func mirrored(_ last: Tensor) throws -> Tensor {
        let folded = try abs().truncatingRemainder(dividingBy: (last * 2).maximum(1))
        return try last - (last - folded).abs()
    }
}
