import Tensors

extension Tensor {
    /// Indices from -`last` to 2 `last` + 1, mirrored at the outermost pixels 0 and `last`, which are not repeated.
    ///
    /// Where `last` is 0 every index becomes 0.
    func mirrored(_ last: Tensor) throws -> Tensor {
        try (last - (last - abs()).abs()).abs().minimum(last)
    }
}
