internal import CTorchInterface

/// The weight of a linear map in the layout that the processor's kernels (oneDNN) read fastest.
///
/// For float32 on the processor, without gradients. What follows the map can be fused in, which saves a walk through memory.
/// It is a copy: a weight that changes must be packed anew.
public struct PackedWeight: Sendable {
    private let packed: Tensor

    /// What is done with a result before it is stored.
    public enum Epilogue: Sendable {
        /// Nothing.
        case store
        /// The exact Gaussian error linear unit.
        case gelu
        /// x * sigmoid(x).
        case silu
        /// A tensor of the result's shape is added.
        case adding(Tensor)
        /// It is multiplied by a tensor of the result's shape.
        case multiplying(by: Tensor)
    }

    /// Packs `weight [O, I]` for inputs of about `rows` rows at once; any other number works too.
    public init(_ weight: Tensor, rows: Int) throws(TensorError) {
        packed = try tensor("pack", [weight]) { $0.pack_linear(weight.handle, Int64(rows), $1) }
    }

    /// `x * weightᵀ + bias` for `x [..., I]` and `bias [O]`, then the epilogue: `[..., O]`.
    public func linear(_ x: Tensor, bias: Tensor?, then epilogue: Epilogue = .store) throws(TensorError) -> Tensor {
        let (code, other): (ctorch_epilogue, Tensor?) =
            switch epilogue {
            case .store: (CTORCH_STORE, nil)
            case .gelu: (CTORCH_APPLY_GELU, nil)
            case .silu: (CTORCH_APPLY_SILU, nil)
            case .adding(let other): (CTORCH_ADD_OTHER, other)
            case .multiplying(let other): (CTORCH_MULTIPLY_BY_OTHER, other)
            }
        return try tensor("packed linear", [x, packed] + [bias, other].compactMap { $0 }) {
            $0.packed_linear(x.handle, packed.handle, bias?.handle, code, other?.handle, $1)
        }
    }
}
