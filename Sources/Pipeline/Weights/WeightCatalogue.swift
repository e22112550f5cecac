import Backbones
public import Diagnostics
public import Foundation
import Storage
import WeightHub

/// What pretrained weights there are, here and on the hub (`cygnet weights`).
public enum WeightCatalogue {
    /// One backbone's usual weights.
    public struct Entry: Encodable, Sendable {
        /// The backbone.
        public let backbone: String
        /// The name that a configuration or `weights fetch` takes.
        public let weights: String
        /// The file, where it is on this machine.
        public let path: String?
        /// The bytes of that file.
        public let bytes: Int?
    }

    /// One file that was looked at.
    public struct Check: Encodable, Sendable {
        /// The file.
        public let path: String
        /// Whether its sha256 is the one in its name.
        public let isWhole: Bool
    }

    /// The usual weights of every backbone, and where they are.
    ///
    /// - Throws: `HubError` where the environment's settings mean nothing.
    public static func list() throws -> [Entry] {
        let cache = WeightHub(try HubSettings()).cache
        return try BackboneRegistry.variants.map { variant in
            let reference = try WeightFile.usual(variant.name)
            let file = cache.file(reference)
            return entry(variant.name, reference.description, file)
        } + offline()
    }

    /// Fetches weights: `names` are backbones, or `hf-hub:OWNER/NAME@REVISION`.
    ///
    /// - Throws: `HubError` or `RunError` at the first that cannot be fetched; earlier ones are kept.
    public static func fetch(_ names: [String], progress: Diagnostics.Progress) throws -> [URL] {
        let hub = WeightHub(try HubSettings())
        let references = try names.map { try HubReference(parsing: $0) ?? WeightFile.usual($0) }
        return try references.map { try hub.fetch($0, progress: progress) }
    }

    /// Compares every large file of the cache with the sha256 that is its name.
    ///
    /// - Throws: `HubError` where the environment's settings mean nothing, `StorageError` where a file cannot be read.
    public static func verify(progress: Diagnostics.Progress) throws -> [Check] {
        let blobs = WeightHub(try HubSettings()).cache.blobs()
        progress(.started(stage: "verify", total: blobs.count, unit: "files"))
        let checks = try blobs.enumerated().map { position, blob in
            let isWhole = try SHA256Digest.of(file: blob).hex == blob.lastPathComponent
            progress(.advanced(stage: "verify", completed: position + 1, note: ""))
            return Check(path: blob.path, isWhole: isWhole)
        }
        progress(.finished(stage: "verify", summary: "\(checks.count) files"))
        return checks
    }

    /// The problem that damaged files are, or nil.
    public static func error(_ checks: [Check]) -> (any CygnetError)? {
        let damaged = checks.filter { !$0.isWhole }.map(\.path)
        guard !damaged.isEmpty else { return nil }
        return RunError(
            Problem(
                "\(damaged.count) of \(checks.count) files are damaged",
                found: damaged.joined(separator: ", "),
                remedy: "Delete them and fetch them again with cygnet weights fetch"
            )
        )
    }

    private static func offline() -> [Entry] {
        guard let folder = NativeLibraries.folder?.appending(path: "weights"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return [] }
        return names.sorted().filter { $0.hasSuffix(".safetensors") }.map {
            entry(String($0.dropLast(".safetensors".count)), "offline", folder.appending(path: $0))
        }
    }

    private static func entry(_ backbone: String, _ weights: String, _ file: URL?) -> Entry {
        let target = file?.resolvingSymlinksInPath()
        let attributes = target.flatMap { try? FileManager.default.attributesOfItem(atPath: $0.path) }
        return Entry(backbone: backbone, weights: weights, path: file?.path, bytes: attributes?[.size] as? Int)
    }
}
