public import Foundation
import Storage

/// Hugging Face's cache folder: what Python has downloaded is found here, and what is fetched here Python finds.
///
/// `models--OWNER--NAME` holds `blobs/ETAG` (the bytes), `refs/REVISION` (a commit) and `snapshots/COMMIT/FILE` (a link to
/// the bytes). Source: `huggingface_hub/file_download.py`.
public struct HubCache: Sendable {
    /// The folder.
    public let root: URL

    /// The cache in the folder `root`, which need not exist yet.
    public init(_ root: URL) {
        self.root = root
    }

    /// The file, where it is here; a branch means the commit that it was when it was last fetched.
    public func file(_ reference: HubReference) -> URL? {
        let link = snapshot(reference, commit: commit(reference) ?? reference.revision)
        return FileManager.default.fileExists(atPath: link.path) ? link : nil
    }

    /// Every file of bytes in the cache that is named by its sha256, as large files are.
    public func blobs() -> [URL] {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: root.path)) ?? []).sorted().filter { $0.hasPrefix("models--") }
            .flatMap { repository in
                let folder = root.appending(path: "\(repository)/blobs")
                return ((try? files.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
                    .filter { SHA256Digest(hex: $0) != nil }.map { folder.appending(path: $0) }
            }
    }

    /// The folder of a repository.
    func folder(_ reference: HubReference) -> URL {
        root.appending(path: "models--" + reference.repository.replacing("/", with: "--"))
    }

    /// The bytes that the hub calls by this tag.
    func blob(_ reference: HubReference, tag: String) -> URL {
        folder(reference).appending(path: "blobs/\(tag)")
    }

    /// The lock that Hugging Face's own tools take while they fetch these bytes.
    func lock(_ reference: HubReference, tag: String) -> URL {
        root.appending(path: ".locks/\(folder(reference).lastPathComponent)/\(tag).lock")
    }

    /// Makes the bytes that are here known as the file at a commit, and the commit as the revision.
    func link(_ reference: HubReference, commit: String, tag: String) throws {
        let link = snapshot(reference, commit: commit)
        try Folder.create(link.deletingLastPathComponent())
        let depth = reference.file.split(separator: "/").count + 1
        let target = String(repeating: "../", count: depth) + "blobs/\(tag)"
        let files = FileManager.default
        if (try? files.destinationOfSymbolicLink(atPath: link.path)) != target {
            try? files.removeItem(at: link)
            try files.createSymbolicLink(atPath: link.path, withDestinationPath: target)
        }
        guard reference.revision != commit else { return }
        let name = folder(reference).appending(path: "refs/\(reference.revision)")
        try Folder.create(name.deletingLastPathComponent())
        try AtomicFile.write(commit, to: name)
    }

    private func commit(_ reference: HubReference) -> String? {
        let name = folder(reference).appending(path: "refs/\(reference.revision)")
        return (try? String(contentsOf: name, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func snapshot(_ reference: HubReference, commit: String) -> URL {
        folder(reference).appending(path: "snapshots/\(commit)/\(reference.file)")
    }
}
