public import Tensors

/// Scales gradients down so that their norm together is at most `maximum` (PyTorch `clip_grad_norm_`).
///
/// - Returns: the Euclidean norm before; infinite or NaN where a gradient is, and the gradients are then useless.
@discardableResult
public func clipGradientNorm(_ gradients: [Tensor], maximum: Double) throws(TensorError) -> Double {
    let norm = try ParameterUpdate.totalNorm(of: gradients)
    let factor = try (maximum / (norm + 1e-6)).minimum(.full([], 1, dtype: norm.dtype, device: norm.device))
    try ParameterUpdate.scale(gradients, by: factor)
    return try norm.item()
}
