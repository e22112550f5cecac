import Backbones
public import Diagnostics
public import Foundation
import Imaging
import Networks
public import Tables

/// Scores crops with one fine-tuned backbone.
public struct ImageModelPredictor {
    private let scorer: CropScorer
    private let centreShare: Double

    /// Builds the backbone with its head and loads a checkpoint of its training.
    ///
    /// - Throws: `NetworkError` where the checkpoint is damaged or of another architecture.
    public init(configuration: ImageModelConfiguration, checkpoint: URL, runtime: TrainingRuntime) throws {
        let variant = try BackboneRegistry.variant(named: configuration.backbone)
        let store = try ParameterStore(seed: 0, device: runtime.device)
        let network = try variant.make(store.root, classes: 1, inputSize: configuration.size)
        _ = try variant.load(checkpoint, into: store, classifier: .required)
        centreShare = configuration.centreShare
        scorer = CropScorer(
            network: network,
            preprocessing: variant.preprocessing,
            size: configuration.size,
            views: configuration.views,
            runtime: runtime
        )
    }

    /// Returns one logit, higher is more suspicious, and one embedding, a row of columns `e0`, `e1` ..., for each of the
    /// crops at `rows`.
    ///
    /// - Throws: `TrainingError` that names the lesion whose crop is absent or damaged.
    public func logitsAndEmbeddings(
        _ source: CropSource,
        rows: [Int],
        stage: String,
        progress: Diagnostics.Progress
    ) throws -> (logits: [Float], embeddings: FeatureMatrix) {
        let crops = try CropSupply(source.centred(centreShare), device: scorer.runtime.device)
        let scores = try scores(crops, rows: rows, stage: stage, progress: progress)
        return (scores.logits, try scores.embeddingMatrix())
    }

    /// Scores the lesions at `rows`; their crops are without margins already where the configuration cuts them off.
    func scores(_ crops: CropSupply, rows: [Int], stage: String, progress: Diagnostics.Progress) throws -> CropScores {
        progress(.started(stage: stage, total: rows.count, unit: "crops"))
        let scores = try scorer.scores(crops, rows: rows) {
            progress(.advanced(stage: stage, completed: $0, note: ""))
        }
        progress(.finished(stage: stage, summary: "\(rows.count) crops"))
        return scores
    }
}

extension ImageModelConfiguration {
    /// The views that are averaged when a crop is scored.
    var views: [TestTimeView] { Array(TestTimeView.allCases.prefix(max(1, testTimeViews))) }
}
