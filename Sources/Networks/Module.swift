public import Tensors

/// A part of a network: a structure whose tensors and children are fixed when it is made.
///
/// Its constructor takes a `ParameterScope` and asks it for parameters under their checkpoint names.
public protocol Module: Sendable {
    /// Computes the output of this part.
    func callAsFunction(_ x: Tensor, _ context: ForwardContext) throws -> Tensor
}

/// What a forward pass needs to know besides its input. No layer hides a training flag of its own.
public struct ForwardContext: Sendable {
    /// Where dropout draws from; nil outside training.
    public let generator: TorchGenerator?

    /// Whether batch normalisation uses and updates the batch's statistics while training.
    ///
    /// Off by default: batches that are half malignant teach it the statistics of a world that is half malignant.
    public let updatesBatchStatistics: Bool

    /// Weights in layouts that make evaluation faster; nil while training.
    let preparedWeights: PreparedWeights?

    /// Makes the context of a training pass, or with `training` false of an evaluation pass.
    public init(training: Bool, generator: TorchGenerator, updatesBatchStatistics: Bool = false) {
        self.generator = training ? generator : nil
        self.updatesBatchStatistics = training && updatesBatchStatistics
        preparedWeights = nil
    }

    private init(preparedWeights: PreparedWeights?) {
        generator = nil
        updatesBatchStatistics = false
        self.preparedWeights = preparedWeights
    }

    /// The context of an evaluation pass.
    public static let inference = ForwardContext(preparedWeights: nil)

    /// The context of evaluation passes in float32 on the processor, without gradients, for as long as no weight changes.
    public static func inference(preparing weights: PreparedWeights) -> ForwardContext {
        ForwardContext(preparedWeights: weights)
    }
}
