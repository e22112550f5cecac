public import Cohorts
import Diagnostics
public import Foundation
import Imaging
import Randomness
import Storage
import Training

/// Draws what the augmentation of a training does to crops: originals beside augmented versions.
public struct AugmentationSheet {
    /// How many lesions are shown, one per row.
    public var lesions = 8
    /// How many augmented versions stand beside each original.
    public var versions = 9
    /// The side of a crop on the sheet in pixels: the input size of a backbone.
    public var size = 128
    /// The seed that chooses lesions and augments them.
    public var seed: UInt64 = 42
    /// A YAML file that changes values of the default augmentation.
    public var configuration: URL?
    /// Assignments `key.key=value` that change single values, such as `rotation.degrees=45`.
    public var assignments: [String] = []

    /// Describes a sheet of the default augmentation.
    public init() {}

    /// Writes the sheet as PNG.
    ///
    /// - Throws: `ConfigurationError` or `AugmentationError` for a wrong setting, and what loading a cohort or a crop throws.
    public func write(_ request: CohortRequest, to file: URL) throws -> AugmentationSheetSummary {
        let augmentation = try Augmentation(augmentationConfiguration())
        var request = request
        request.requires.insert(.crops)
        let cohort = try Cohort.load(request)
        let source = try cohort.cropSource()
        var generator = SeededGenerator(seed: seed)
        let rows = generator.permutation(of: cohort.ids.count).prefix(lesions).sorted()
        guard !rows.isEmpty else {
            throw CohortError(Problem("the cohort has no lesions to draw", at: request.data.relativePath))
        }
        var images: [RGBImage] = []
        for row in rows {
            let original = try source.image(at: row)
            images.append(original.resized(width: size, height: size))
            for version in 0..<versions {
                var stream = SeededGenerator(seed: seed, keys: UInt64(row), UInt64(version))
                images.append(augmentation(original, size: size, generator: &stream))
            }
        }
        let sheet = ContactSheet(columnCount: versions + 1, cellSize: size)(images)
        try AtomicFile.write(PNG.encode(sheet), to: file)
        return AugmentationSheetSummary(
            path: file.relativePath,
            lesions: rows.map { cohort.ids[$0] },
            versions: versions
        )
    }

    private func augmentationConfiguration() throws -> AugmentationConfiguration {
        var tree = try ConfigurationTree(of: AugmentationConfiguration())
        if let configuration { try tree.merge(file: configuration) }
        for assignment in assignments { try tree.set(assignment) }
        return try tree.value(AugmentationConfiguration.self)
    }
}

/// What a sheet shows.
public struct AugmentationSheetSummary: Encodable, Sendable {
    /// The path of the file.
    public let path: String
    /// The lesions, row by row.
    public let lesions: [String]
    /// How many augmented versions stand beside each original.
    public let versions: Int

    /// The path, as the command prints it.
    public var text: String { path }
}
