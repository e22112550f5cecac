import Diagnostics
import Foundation
import Storage
import Training

/// Gathers all that prediction needs in one folder whose every file is known by its sha256.
struct BundleStage {
    let context: RunContext
    let foldCount: Int

    func run() throws {
        let layout = BundleLayout(root: context.directory.bundle)
        // What only the report reads is no part of the bundle.
        let others: Set = ["bundle", "report", "subgroups", "contributions"]
        let earlier = context.ledger.record.stages.keys.sorted().filter { !others.contains($0) }
        let inputs = earlier.reduce(StageInputs()) { $0.with($1, text: context.ledger.outputs(of: $1)) }
        try context.ledger.stage("bundle", inputs: inputs) {
            try fill()
            return [layout.manifest]
        }
    }

    /// Fills a folder under a temporary name and renames it when it is complete.
    private func fill() throws {
        let final = context.directory.bundle
        let partial = final.deletingLastPathComponent().appending(path: "bundle.partial")
        let files = FileManager.default
        try? files.removeItem(at: partial)
        let layout = BundleLayout(root: partial)
        let configuration = context.configuration
        for embedding in configuration.frozenEmbeddings {
            let weights = try context.weights(embedding.weights, of: embedding.backbone)
            try copy(weights.url, to: layout.frozen(embedding.backbone))
        }
        for model in configuration.imageModels {
            for fold in 0..<foldCount {
                try copy(
                    CrossValidatedImageModel.bestCheckpoint(
                        in: context.directory.imageModel(model.backbone),
                        fold: fold
                    ),
                    to: layout.imageModel(model.backbone, fold: fold)
                )
            }
        }
        if configuration.usesFeatures {
            try copy(context.directory.featureDefinition, to: layout.featureDefinition)
        }
        for path in try FileManifest.make(folder: context.directory.stack).files.keys {
            try copy(context.directory.stack.appending(path: path), to: layout.stack.appending(path: path))
        }
        let description = BundleDescription(
            cygnet: CygnetVersion.current,
            configuration: configuration,
            embeddings: context.ledger.record.embeddings.map(\.name),
            groupColumn: context.ledger.record.groupColumn,
            foldCount: foldCount
        )
        try description.write(to: layout)
        let manifest = try FileManifest.make(folder: partial, excluding: [BundleLayout.manifestName])
        try JSONFile.write(manifest, to: layout.manifest)
        try Folder.replace(final, with: partial)
    }

    private func copy(_ source: URL, to destination: URL) throws {
        try Folder.create(destination.deletingLastPathComponent())
        try AtomicFile.copy(source, to: destination)
    }
}
