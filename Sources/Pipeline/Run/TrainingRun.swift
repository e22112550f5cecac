public import Cohorts
public import Diagnostics
public import Foundation
import Storage
import Tables
import Training

/// Trains everything on a cohort: folds, image models, embeddings, features, the stack, and the bundle.
///
/// Every stage's files are kept while its inputs are unchanged, so an interrupted run continues where it stood.
public struct TrainingRun {
    private let request: CohortRequest
    private let configuration: RunConfiguration
    private let runtime: RuntimeRequest
    private let directory: RunDirectory
    private let embeddings: [URL]
    private let decisions: TrainingDecisions?
    private let resume: Bool

    /// Describes a run.
    ///
    /// - Parameters:
    ///   - cohort: Where the training cohort is.
    ///   - configuration: What to train.
    ///   - runtime: What computes.
    ///   - directory: Where the run is kept.
    ///   - embeddings: Files of further embeddings: `isic_id` and numbers. The file's name names the embedding.
    ///   - decisions: The decisions that the configuration obeys, to warn where they were made on other data.
    ///   - resume: Whether an existing run is continued; otherwise an existing run is an error.
    public init(
        cohort: CohortRequest,
        configuration: RunConfiguration,
        runtime: RuntimeRequest,
        directory: RunDirectory,
        embeddings: [URL] = [],
        decisions: TrainingDecisions? = nil,
        resume: Bool
    ) {
        request = cohort
        self.configuration = configuration
        self.runtime = runtime
        self.directory = directory
        self.embeddings = embeddings
        self.decisions = decisions
        self.resume = resume
    }

    /// Trains, and returns where everything is and what it scored.
    ///
    /// - Throws: An error of the room that failed; what was finished is kept.
    public func execute(progress: Diagnostics.Progress) throws -> TrainingSummary {
        try configuration.check()
        let embeddingFiles = try EmbeddingFile.named(embeddings, besides: configuration)
        try prepareDirectory()
        let lock = try FolderLock(directory.root)
        defer { withExtendedLifetime(lock) {} }
        try removeLeftovers()
        let clock = ContinuousClock()
        let started = clock.now
        let context = try RunContext(
            request: request,
            configuration: configuration,
            runtime: runtime,
            directory: directory,
            embeddings: embeddingFiles,
            progress: progress
        )
        if let warning = context.ledger.record.data["metadata"].flatMap({ decisions?.warning(ofMetadata: $0) }) {
            progress(.warning(warning))
        }
        for note in context.ledger.record.notes { progress(.message("note: \(note)")) }
        try fetchWeights(context)
        let folds = try FoldStage(context: context).run()
        let frozen = try context.configuration.frozenEmbeddings.map {
            try FrozenEmbeddingStage(context: context, embedding: $0).run()
        }
        let external = try embeddingFiles.map { try $0.read(ids: context.cohort.ids) }
        let imageModels = try context.configuration.imageModels.map {
            try ImageModelStage(context: context, configuration: $0, folds: folds).run()
        }
        let pixels = try PixelStage(context: context).run()
        let features = try FeatureStage(context: context, pixels: pixels).run()
        let stackedEmbeddings = frozen + external
        let stack = try StackStage(
            context: context,
            folds: folds,
            features: features,
            embeddings: stackedEmbeddings,
            imageModels: imageModels
        ).run()
        try ImportanceStage(
            context: context,
            folds: folds,
            features: features,
            embeddings: stackedEmbeddings,
            imageModels: imageModels
        ).run()
        let repeats = try RepeatStage(
            context: context,
            folds: folds,
            features: features,
            embeddings: stackedEmbeddings,
            imageModels: imageModels,
            first: stack.scores
        ).run()
        let report = try ScoreStage(
            context: context,
            folds: folds,
            stack: stack,
            imageModels: imageModels,
            repeats: repeats
        ).run()
        try BundleStage(context: context, foldCount: (folds.max() ?? 0) + 1).run()
        try SubgroupStage(context: context).run()
        try ContributionStage(
            context: context,
            folds: folds,
            features: features,
            embeddings: stackedEmbeddings,
            imageModels: imageModels,
            scores: stack.scores
        ).run()
        try ReportStage(context: context).run()
        return TrainingSummary(
            report: report,
            imageModels: configuration.imageModels.map(\.backbone),
            directory: directory,
            comparison: try context.stackComparison(),
            record: context.ledger.record,
            elapsed: clock.now - started
        )
    }

    /// Clears away the temporary files of a run that was killed while it wrote.
    private func removeLeftovers() throws {
        let files = FileManager.default.enumerator(at: directory.root, includingPropertiesForKeys: nil)
        var folders: Set<URL> = [directory.root]
        while let file = files?.nextObject() as? URL { folders.insert(file.deletingLastPathComponent()) }
        for folder in folders { try AtomicFile.removeLeftovers(in: folder) }
    }

    /// Finds all weights before anything is trained: a name that leads nowhere must not be noticed hours later.
    private func fetchWeights(_ context: RunContext) throws {
        for embedding in configuration.frozenEmbeddings {
            _ = try context.weights(embedding.weights, of: embedding.backbone)
        }
        for model in configuration.imageModels where model.weights != "none" {
            _ = try context.weights(model.weights, of: model.backbone)
        }
    }

    private func prepareDirectory() throws {
        let exists = FileManager.default.fileExists(atPath: directory.record.path)
        if exists, !resume {
            throw RunError(
                Problem(
                    "there is a run already",
                    at: directory.root.path,
                    remedy: "Add --resume to continue it, or choose another folder with --run"
                )
            )
        }
        do {
            try FileManager.default.createDirectory(at: directory.root, withIntermediateDirectories: true)
        } catch {
            throw RunError(
                Problem(
                    "the run's folder cannot be made",
                    at: directory.root.path,
                    remedy: "Check the path given with --run"
                )
            )
        }
    }
}
