import Backbones
import Diagnostics
import Imaging
import Networks
import Tables
import Tensors

/// What a network says about crops.
struct CropScores {
    /// One logit per lesion; empty for a network without a head.
    private(set) var logits: [Float] = []
    /// The embeddings, column by column.
    private(set) var columns: [[Float]]

    init(width: Int, capacity: Int) {
        columns = (0..<width).map { _ in
            var column: [Float] = []
            column.reserveCapacity(capacity)
            return column
        }
    }

    /// Adds the logits `[N]` and the embeddings `[N, width]` of a batch.
    mutating func append(logits: [Float], embeddings: [Float]) {
        self.logits += logits
        for column in columns.indices {
            for index in stride(from: column, to: embeddings.count, by: columns.count) {
                columns[column].append(embeddings[index])
            }
        }
    }

    /// The embeddings as columns `e0`, `e1` ...
    func embeddingMatrix() throws -> FeatureMatrix {
        try FeatureMatrix(
            names: columns.indices.map { "e\($0)" },
            columns: columns,
            rowCount: columns.first?.count ?? 0
        )
    }
}

/// Runs a network over crops in batches, averaging flipped views; memory stays flat as the number of crops grows.
struct CropScorer {
    let network: any Backbone
    let preprocessing: Preprocessing
    let size: Int
    let views: [TestTimeView]
    let runtime: TrainingRuntime
    var batchSize = 32

    /// Scores the lesions at `rows`.
    ///
    /// - Parameters:
    ///   - crops: The crops.
    ///   - rows: The lesions, as positions in the cohort.
    ///   - advance: Called after each batch with the number of lesions done.
    func scores(_ crops: CropSupply, rows: [Int], advance: (Int) -> Void = { _ in }) throws -> CropScores {
        let plan = stride(from: 0, to: rows.count, by: batchSize).map {
            Array(rows[$0..<min($0 + batchSize, rows.count)])
        }
        let feed = PixelFeed(
            crops,
            plan: plan,
            preparation: CropPreparation(size: size, workers: runtime.threads),
            preprocessing: preprocessing
        )
        defer { feed.stop() }
        let context = runtime.inferenceContext
        var scores = CropScores(width: network.featureCount, capacity: rows.count)
        var done = 0
        while let batch = try feed.next() {
            let (logits, embeddings) = try score(batch.pixels, context)
            scores.append(logits: logits, embeddings: embeddings)
            done += batch.rows.count
            advance(done)
        }
        return scores
    }

    /// The mean over views of the logits `[N]` and embeddings `[N, featureCount]`.
    private func score(_ pixels: Tensor, _ context: ForwardContext) throws -> (logits: [Float], embeddings: [Float]) {
        var logits: [Float] = []
        var embeddings: [Float] = []
        for view in views {
            let (viewLogits, viewEmbeddings) = try forward(pixels.viewed(as: view), context)
            logits = logits.isEmpty ? viewLogits : zip(logits, viewLogits).map(+)
            embeddings = embeddings.isEmpty ? viewEmbeddings : zip(embeddings, viewEmbeddings).map(+)
        }
        let share = 1 / Float(views.count)
        return (logits.map { $0 * share }, embeddings.map { $0 * share })
    }

    private func forward(_ pixels: Tensor, _ context: ForwardContext) throws -> (
        logits: [Float], embeddings: [Float]
    ) {
        try withInferenceMode {
            let embeddings = try runtime.forward { try network.embed(pixels, context) }
            let logits =
                network.classCount == 0
                ? []
                : try runtime.forward { try network.classify(embeddings, context) }
                    .to(.float32).flattened().floats()
            return (logits, try embeddings.to(.float32).flattened().floats())
        }
    }
}

extension Tensor {
    /// Lays square crops `[N, 3, S, S]` out as a view says, channels last in memory.
    func viewed(as view: TestTimeView) throws -> Tensor {
        let turned = view.transposes ? try transposed(2, 3) : self
        let axes = (view.mirrorsRows ? [2] : []) + (view.mirrorsColumns ? [3] : [])
        return try (axes.isEmpty ? turned : turned.flipped(axes)).channelsLast()
    }
}
