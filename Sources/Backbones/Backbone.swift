public import Networks
public import Tensors

/// Receives the activations of a named stage; tests compare them with the reference implementation.
public typealias StageObserver = (_ stage: String, _ activations: Tensor) -> Void

/// A network that turns crops into embeddings, and, with a head, embeddings into logits.
public protocol Backbone: Sendable {
    /// The length of an embedding.
    var featureCount: Int { get }

    /// The number of logits; 0 means that the backbone has no head and gives embeddings.
    var classCount: Int { get }

    /// Returns the embeddings `[N, featureCount]` of normalised pixels `[N, 3, H, W]`: pooled and normalised, what timm's
    /// model gives with `num_classes=0`.
    func embed(_ pixels: Tensor, _ context: ForwardContext, observe: StageObserver) throws -> Tensor

    /// Returns the logits `[N, classCount]` of embeddings `[N, featureCount]`; the embeddings themselves without a head.
    func classify(_ embeddings: Tensor, _ context: ForwardContext) throws -> Tensor
}

extension Backbone {
    /// Returns the embeddings `[N, featureCount]` of normalised pixels `[N, 3, H, W]`.
    public func embed(_ pixels: Tensor, _ context: ForwardContext) throws -> Tensor {
        try embed(pixels, context) { _, _ in }
    }

    /// Returns the logits `[N, classCount]` of normalised pixels `[N, 3, H, W]`, or their embeddings without a head.
    public func callAsFunction(_ pixels: Tensor, _ context: ForwardContext) throws -> Tensor {
        try classify(embed(pixels, context), context)
    }
}
