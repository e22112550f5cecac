import Backbones
public import Diagnostics
public import Foundation
import Imaging
import Networks
public import Tables

/// Computes the embeddings of a pretrained backbone, used as it is.
public struct Embedder {
    private let scorer: CropScorer
    private let name: String

    /// What was changed in the checkpoint's names and shapes to load it, a sentence each.
    public let actions: [String]

    /// Builds the backbone and loads its weights.
    ///
    /// - Parameters:
    ///   - backbone: The backbone, by timm's name.
    ///   - weights: A safetensors file saved by timm; it must hold every parameter.
    ///   - size: The height and width of the input in pixels.
    ///   - mirrored: Whether embeddings are the mean of a crop's and its mirror image's.
    ///   - runtime: What computes.
    /// - Throws: `BackboneError` for an unknown name or a size that is too small, `NetworkError` where the weights are
    ///   damaged or of another architecture.
    public init(backbone: String, weights: URL, size: Int, mirrored: Bool = false, runtime: TrainingRuntime) throws {
        let variant = try BackboneRegistry.variant(named: backbone)
        let store = try ParameterStore(seed: 0, device: runtime.device)
        let network = try variant.make(store.root, classes: 0, inputSize: size)
        actions = try variant.load(weights, into: store).actions
        name = backbone
        scorer = CropScorer(
            network: network,
            preprocessing: variant.preprocessing,
            size: size,
            views: mirrored ? [.identity, .horizontalFlip] : [.identity],
            runtime: runtime
        )
    }

    /// Returns the embeddings of every crop: columns `e0`, `e1` ..., one row per lesion.
    ///
    /// - Throws: `TrainingError` that names the lesion whose crop is absent or damaged.
    public func embed(_ source: CropSource, progress: Diagnostics.Progress) throws -> FeatureMatrix {
        for action in actions { progress(.message("\(name): \(action)")) }
        let stage = "embed \(name)"
        progress(.started(stage: stage, total: source.count, unit: "crops"))
        let crops = try CropSupply(source, device: scorer.runtime.device)
        let scores = try scorer.scores(crops, rows: Array(0..<source.count)) {
            progress(.advanced(stage: stage, completed: $0, note: ""))
        }
        progress(.finished(stage: stage, summary: "\(source.count) crops"))
        return try scores.embeddingMatrix()
    }
}
