public import Foundation

/// The paths of what a run leaves behind.
public struct RunDirectory: Sendable {
    /// The run's folder.
    public let root: URL

    /// The run in the folder `root`.
    public init(_ root: URL) {
        self.root = root
    }

    /// The configuration, seeds, versions, hashes, timings and peak memory.
    public var record: URL { root.appending(path: "run.json") }
    /// `isic_id,fold`.
    public var folds: URL { root.appending(path: "folds.csv") }
    /// The tabular features.
    public var features: URL { root.appending(path: "features.parquet") }
    /// The fitted definition of the features.
    public var featureDefinition: URL { root.appending(path: "features.json") }
    /// The pixel measurements.
    public var pixels: URL { root.appending(path: "pixels.parquet") }
    /// The out-of-fold scores of the stack and of every image model.
    public var outOfFold: URL { root.appending(path: "oof.parquet") }
    /// The stack's out-of-fold probabilities.
    public var stackOutOfFold: URL { stack.appending(path: "oof.parquet") }
    /// The metrics of the out-of-fold scores.
    public var metrics: URL { root.appending(path: "metrics.json") }
    /// What each feature is worth to the stack.
    public var importance: URL { root.appending(path: "importance.csv") }
    /// What each family of features is worth to the stack.
    public var familyImportance: URL { root.appending(path: "importance-families.csv") }
    /// The model card.
    public var modelCard: URL { root.appending(path: "MODEL_CARD.md") }
    /// The checklist of reporting standards.
    public var checklist: URL { root.appending(path: "CHECKLIST.md") }
    /// The report.
    public var report: URL { root.appending(path: "report.html") }
    /// What the report groups lesions by.
    public var subgroups: URL { root.appending(path: "subgroups.parquet") }
    /// How features moved the scores of a sample of lesions.
    public var contributions: URL { root.appending(path: "contributions.parquet") }
    /// The boosters and the state of the stack.
    public var stack: URL { root.appending(path: "stack") }
    /// The boosters of every mode of the stack, where modes were compared.
    public var stackModes: URL { root.appending(path: "stack-modes") }
    /// What every mode of the stack is worth.
    public var stackComparison: URL { root.appending(path: "stacking.json") }
    /// The stacks of further deals of the folds.
    public var repeats: URL { root.appending(path: "repeats") }
    /// All that prediction needs.
    public var bundle: URL { root.appending(path: "bundle") }

    /// The folder of one backbone.
    public func imageModel(_ name: String) -> URL { root.appending(path: "images/\(name)") }
    /// The frozen pretrained embeddings of one backbone.
    public func embeddings(_ name: String) -> URL { imageModel(name).appending(path: "embeddings.parquet") }
    /// The out-of-fold logits and embeddings of one fine-tuned backbone.
    public func imageOutOfFold(_ name: String) -> URL { imageModel(name).appending(path: "oof.parquet") }

    /// The embeddings that one backbone's fold models are aligned by.
    public func imageAlignment(_ name: String) -> URL { imageModel(name).appending(path: "alignment.parquet") }

    /// The path of a file relative to the run's folder, as it is recorded.
    func relativePath(of file: URL) -> String {
        String(file.path.dropFirst(root.path.count)).trimmingPrefix("/").description
    }
}
