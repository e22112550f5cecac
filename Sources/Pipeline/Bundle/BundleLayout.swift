import Foundation
import Storage

/// The paths of all that prediction needs.
struct BundleLayout {
    let root: URL

    /// The sha256 of every other file.
    var manifest: URL { root.appending(path: Self.manifestName) }
    /// What the models are and how new data must be read.
    var description: URL { root.appending(path: "bundle.json") }
    /// The fitted definition of the features.
    var featureDefinition: URL { root.appending(path: "features.json") }
    /// The boosters and the state of the stack.
    var stack: URL { root.appending(path: "stack") }

    /// The weights of one fine-tuned backbone that never saw the fold.
    func imageModel(_ name: String, fold: Int) -> URL { root.appending(path: "images/\(name)/fold\(fold).safetensors") }
    /// The weights of a pretrained backbone used as it is.
    func frozen(_ name: String) -> URL { root.appending(path: "images/\(name)/pretrained.safetensors") }

    static let manifestName = "manifest.json"
}

/// What `bundle.json` says: how to read new data and which models score it.
struct BundleDescription: Codable {
    /// The version of Cygnet that made the bundle.
    var cygnet: String
    /// The configuration of the run.
    var configuration: RunConfiguration
    /// The names of the embeddings made elsewhere that the stack was given.
    var embeddings: [String]
    /// The column that groups lesions into patients.
    var groupColumn: String
    /// The number of folds.
    var foldCount: Int

    static func read(_ layout: BundleLayout) throws -> BundleDescription {
        try JSONFile.read(BundleDescription.self, from: layout.description, keys: .snakeCase)
    }

    func write(to layout: BundleLayout) throws {
        try JSONFile.write(self, to: layout.description, keys: .snakeCase)
    }
}
