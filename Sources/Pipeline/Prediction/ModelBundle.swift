import Diagnostics
import Features
import Foundation
import Stacking
import Storage

/// The models of a run, verified and ready to score new lesions.
struct ModelBundle {
    let layout: BundleLayout
    let description: BundleDescription
    let features: FittedPatientFeatures?
    let stack: FittedStack

    /// Opens the bundle of a run.
    ///
    /// - Throws: `RunError` where there is none, `StorageError` where a file is damaged or missing.
    init(_ directory: RunDirectory) throws {
        layout = BundleLayout(root: directory.bundle)
        guard FileManager.default.fileExists(atPath: layout.manifest.path) else {
            throw RunError(
                Problem(
                    "there is no finished model",
                    at: directory.root.path,
                    expected: "bundle/manifest.json",
                    remedy: "Train with cygnet train, or finish an interrupted run with --resume"
                ),
                category: .missingResource
            )
        }
        let manifest = try JSONFile.read(FileManifest.self, from: layout.manifest)
        try manifest.verify(folder: layout.root)
        description = try BundleDescription.read(layout)
        features =
            description.configuration.usesFeatures
            ? try JSONFile.read(FittedPatientFeatures.self, from: layout.featureDefinition) : nil
        stack = try FittedStack.load(layout.stack)
    }
}
