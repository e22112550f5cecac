public import Cohorts
public import Diagnostics
import Features
public import Foundation
import Stacking
import Storage
import Tables
import Training

/// Scores a cohort with the models of a run.
public struct PredictionRun {
    private let request: CohortRequest
    private let directory: RunDirectory
    private let runtime: RuntimeRequest
    private let embeddings: [URL]
    private let explanations: Int

    /// Describes a prediction.
    ///
    /// - Parameters:
    ///   - cohort: The lesions to score.
    ///   - directory: The run whose models score them.
    ///   - runtime: What computes.
    ///   - embeddings: The new lesions' embeddings made elsewhere, in files named as those of the training.
    ///   - explanations: How many features are named per lesion; 0 writes no explanations.
    public init(
        cohort: CohortRequest,
        directory: RunDirectory,
        runtime: RuntimeRequest,
        embeddings: [URL] = [],
        explanations: Int = 0
    ) {
        request = cohort
        self.directory = directory
        self.runtime = runtime
        self.embeddings = embeddings
        self.explanations = explanations
    }

    /// Writes `isic_id,target` in input order, where `target` is the mean over folds of calibrated probabilities.
    ///
    /// - Throws: `RunError` or `StorageError` where the run cannot be used, `CohortError` or `FeatureError` where the
    ///   cohort lacks what the models need.
    public func execute(writing file: URL, progress: Diagnostics.Progress) throws -> PredictionSummary {
        let bundle = try ModelBundle(directory)
        let files = try EmbeddingFile.matching(
            bundle.description.embeddings,
            in: embeddings,
            of: bundle.description.configuration
        )
        let cohort = try load(for: bundle, progress: progress)
        var inputs = try stackInputs(bundle: bundle, cohort: cohort, progress: progress)
        inputs.frozenEmbeddings += try files.map { try $0.read(ids: cohort.ids) }
        let scores = try bundle.stack.predict(inputs)
        var submission = Table(rowCount: cohort.ids.count)
        try submission.append("isic_id", .text(TextColumn(cohort.ids)))
        try submission.append("target", .double(scores))
        try submission.writeCSV(to: file)
        var written = [file]
        if explanations > 0 {
            let reasons = file.deletingPathExtension().appendingPathExtension("reasons.csv")
            try ReasonTable.make(
                ids: cohort.ids,
                contributions: bundle.stack.contributions(inputs, top: explanations)
            ).writeCSV(to: reasons)
            written.append(reasons)
        }
        return PredictionSummary(files: written, lesions: cohort.ids.count)
    }

    private func load(for bundle: ModelBundle, progress: Diagnostics.Progress) throws -> Cohort {
        var request = request
        request.groupBy = bundle.description.groupColumn
        request.requires.insert(.groups)
        if bundle.description.configuration.usesImages { request.requires.insert(.crops) }
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        return cohort
    }

    private func stackInputs(bundle: ModelBundle, cohort: Cohort, progress: Diagnostics.Progress) throws -> StackInputs
    {
        let configuration = bundle.description.configuration
        guard let groups = cohort.groups else {
            throw RunError(Problem("the cohort has no groups", at: cohort.location.relativePath))
        }
        for warning in try bundle.features?.warnings(about: cohort.table) ?? [] {
            progress(.warning(warning.description))
        }
        let pixels =
            configuration.measuresPixels
            ? try PixelTable.measure(
                cohort.cropSource(),
                fieldOfView: configuration.pixels.fieldOfView,
                workers: runtime.resolvedThreads,
                progress: progress
            ).matrix : nil
        let features =
            try bundle.features?.transform(cohort.table, groups: groups, additional: pixels)
            ?? FeatureMatrix(rowCount: cohort.ids.count)
        let running = configuration.usesNetworks ? try runtime.start() : nil
        var frozen: [StackInputs.Embeddings] = []
        var imageModels: [StackInputs.ImageModel] = []
        if let running {
            let source = try cohort.cropSource()
            for embedding in configuration.frozenEmbeddings {
                let matrix = try Embedder(
                    backbone: embedding.backbone,
                    weights: bundle.layout.frozen(embedding.backbone),
                    size: embedding.size,
                    mirrored: embedding.mirrored,
                    runtime: runtime.embeddingRuntime(from: running)
                ).embed(source, progress: progress)
                frozen.append(.init(name: embedding.backbone, matrix: matrix))
            }
            for model in configuration.imageModels {
                let scores = try (0..<bundle.description.foldCount).map { fold in
                    try ImageModelPredictor(
                        configuration: model,
                        checkpoint: bundle.layout.imageModel(model.backbone, fold: fold),
                        runtime: running
                    ).logitsAndEmbeddings(
                        source,
                        rows: Array(0..<source.count),
                        stage: "\(model.backbone) fold \(fold)",
                        progress: progress
                    )
                }
                imageModels.append(
                    .init(
                        name: model.backbone,
                        foldLogits: scores.map(\.logits),
                        foldEmbeddings: bundle.stack.needsFineTunedEmbeddings ? scores.map(\.embeddings) : []
                    )
                )
            }
        }
        return StackInputs(
            ids: cohort.ids,
            groups: groups,
            features: features,
            metadata: cohort.table,
            frozenEmbeddings: frozen,
            imageModels: imageModels
        )
    }
}

/// What a prediction wrote.
public struct PredictionSummary: Encodable, Sendable {
    /// The paths of the files.
    public let files: [String]
    /// The number of lesions scored.
    public let lesions: Int

    init(files: [URL], lesions: Int) {
        self.files = files.map(\.relativePath)
        self.lesions = lesions
    }

    /// The paths, one a line.
    public var text: String { files.joined(separator: "\n") }
}
