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

    /// Whether dropout and its relatives are active.
    public var isTraining: Bool { generator != nil }

    /// Makes the context of a training pass, or with `training` false of an evaluation pass.
    public init(training: Bool, generator: TorchGenerator, updatesBatchStatistics: Bool = false) {
        self.generator = training ? generator : nil
        self.updatesBatchStatistics = training && updatesBatchStatistics
    }

    private init() {
        generator = nil
        updatesBatchStatistics = false
    }

    /// The context of an evaluation pass.
    public static let inference = ForwardContext()
}
