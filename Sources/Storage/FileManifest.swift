import Diagnostics
public import Foundation

/// The files of a folder with their fingerprints, to prove later that all of them are there and unchanged.
public struct FileManifest: Codable, Sendable, Equatable {
    /// Size and fingerprint of one file.
    public struct Entry: Codable, Sendable, Equatable {
        /// The SHA-256 digest of the file's bytes.
        public let sha256: SHA256Digest
        /// The size of the file in bytes.
        public let bytes: Int

        /// Describes a file by its digest and its size in bytes.
        public init(sha256: SHA256Digest, bytes: Int) {
            self.sha256 = sha256
            self.bytes = bytes
        }
    }

    /// The files by their path relative to the folder, with `/` between the parts.
    public var files: [String: Entry]

    /// Makes a manifest of files that are known already.
    public init(files: [String: Entry] = [:]) {
        self.files = files
    }

    /// Describes every file of `folder` and its sub-folders, except hidden ones and those in `excluding`.
    ///
    /// - Parameters:
    ///   - folder: the folder to describe.
    ///   - excluding: relative paths to leave out, such as the manifest's own.
    /// - Throws: ``StorageError`` where something cannot be read.
    public static func make(folder: URL, excluding: Set<String> = []) throws -> FileManifest {
        var manifest = FileManifest()
        try manifest.collect(folder, prefix: "", excluding: excluding)
        return manifest
    }

    /// Checks that every file of the manifest stands in `folder` and is unchanged.
    ///
    /// Files that the manifest does not name are no error: what is not listed must not be loaded.
    ///
    /// - Throws: ``StorageError`` that lists every missing and every changed file.
    public func verify(folder: URL) throws {
        var faults: [String] = []
        for (path, expected) in files.sorted(by: { $0.key < $1.key }) {
            if let fault = Self.fault(of: path, expected: expected, in: folder) { faults.append(fault) }
        }
        guard faults.isEmpty else {
            throw StorageError(
                .badData,
                Problem(
                    "\(faults.count) of \(files.count) files do not match the manifest: "
                        + faults.joined(separator: "; "),
                    at: folder.relativePath,
                    remedy: "Restore the folder from where it came, or make it anew"
                )
            )
        }
    }

    /// Returns the manifest's entry for `path`, so that a caller loads nothing that is not listed.
    public subscript(path: String) -> Entry? { files[path] }

    private mutating func collect(_ folder: URL, prefix: String, excluding: Set<String>) throws {
        for name in try Folder.contents(folder) where !name.hasPrefix(".") {
            let path = prefix + name
            let url = folder.appending(path: name)
            if excluding.contains(path) { continue }
            if Folder.isFolder(url) {
                try collect(url, prefix: path + "/", excluding: excluding)
            } else {
                files[path] = Entry(
                    sha256: try SHA256Digest.of(file: url),
                    bytes: Int(try FileDescriptor(reading: url).status().st_size)
                )
            }
        }
    }

    /// Returns what is wrong with one file, or nil.
    private static func fault(of path: String, expected: Entry, in folder: URL) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            return "\(path) leaves the folder"
        }
        let url = folder.appending(path: path)
        do {
            let size = Int(try FileDescriptor(reading: url).status().st_size)
            guard size == expected.bytes else { return "\(path) has \(size) bytes instead of \(expected.bytes)" }
            return try SHA256Digest.of(file: url) == expected.sha256 ? nil : "\(path) has changed"
        } catch let error as StorageError where error.category == .missingResource {
            return "\(path) is missing"
        } catch {
            return "\(path) cannot be read"
        }
    }
}
