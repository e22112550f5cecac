public import Diagnostics
public import Foundation
import Storage

/// Pretrained weights by name: from Hugging Face's cache, or fetched into it.
///
/// Bytes go to `blobs/TAG.incomplete`, are continued after an interruption, and get their name only when their number and,
/// for large files, their sha256 are right.
public struct WeightHub {
    /// The addresses and folders in use.
    public let settings: HubSettings
    /// The cache.
    public var cache: HubCache { HubCache(settings.cache) }
    private let client: HubClient

    /// Uses the settings of the environment.
    public init(_ settings: HubSettings) {
        self.init(settings, client: HubClient(settings: settings))
    }

    init(_ settings: HubSettings, client: HubClient) {
        self.settings = settings
        self.client = client
    }

    /// Returns the file from the cache, or fetches it where it is not there yet.
    ///
    /// - Throws: `HubError`, as ``fetch(_:progress:)`` does.
    public func file(_ reference: HubReference, progress: Diagnostics.Progress) throws -> URL {
        try cache.file(reference) ?? fetch(reference, progress: progress)
    }

    /// Asks the hub for the file as it is now, fetches what is not in the cache, and returns where it is.
    ///
    /// - Throws: `HubError` where the hub cannot be reached, refuses, or sends other bytes than it announced;
    ///   `StorageError` where the cache cannot be written.
    public func fetch(_ reference: HubReference, progress: Diagnostics.Progress) throws -> URL {
        guard !settings.isOffline else {
            if let file = cache.file(reference) { return file }
            throw HubError(
                .missingResource,
                what: "the weights are not in the cache, and HF_HUB_OFFLINE forbids fetching them",
                at: cache.folder(reference).path,
                expected: "\(reference)",
                remedy: "Unset HF_HUB_OFFLINE, or fetch them on another machine and copy the folder"
            )
        }
        let information = try client.information(reference)
        let blob = cache.blob(reference, tag: information.tag)
        try Folder.create(blob.deletingLastPathComponent())
        let lockFile = cache.lock(reference, tag: information.tag)
        try Folder.create(lockFile.deletingLastPathComponent())
        let lock = try FileLock(waitingFor: lockFile)
        defer { withExtendedLifetime(lock) {} }
        if size(of: blob) == nil || (information.size != nil && size(of: blob) != information.size) {
            try download(information, reference, to: blob, progress: progress)
        }
        try cache.link(reference, commit: information.commit, tag: information.tag)
        guard let file = cache.file(reference) else {
            throw HubError(.failure, what: "the fetched weights are not where they belong", at: blob.path)
        }
        return file
    }

    // MARK: - Bytes

    private func download(
        _ information: HubFileInformation,
        _ reference: HubReference,
        to blob: URL,
        progress: Diagnostics.Progress
    ) throws {
        let partial = blob.appendingPathExtension("incomplete")
        do {
            try complete(partial, information, reference, progress: progress)
        } catch is Corrupted {
            // What an earlier, interrupted fetch left may have been wrong: once more, from the beginning.
            try remove(partial)
            do {
                try complete(partial, information, reference, progress: progress)
            } catch let corrupted as Corrupted {
                try remove(partial)
                throw corrupted.error(reference, information.address)
            }
        }
        guard rename(partial.path, blob.path) == 0 else {
            throw HubError(.failure, what: "the fetched weights cannot get their name", at: blob.path)
        }
        progress(
            .finished(stage: reference.repository, summary: "\(Self.megabytes(size(of: blob) ?? 0)) MB in \(blob.path)")
        )
    }

    /// Fetches what the partial file lacks, and checks the whole.
    private func complete(
        _ partial: URL,
        _ information: HubFileInformation,
        _ reference: HubReference,
        progress: Diagnostics.Progress
    ) throws {
        progress(
            .started(stage: reference.repository, total: information.size.map(Self.megabytes), unit: "MB")
        )
        if !FileManager.default.fileExists(atPath: partial.path) { try AtomicFile.write("", to: partial) }
        let file = try FileHandle(forWritingTo: partial)
        defer { try? file.close() }
        var count = Int(try file.seekToEnd())
        try client.retrying(information.address, position: { count }) {
            if let size = information.size {
                if count == size { return }
                if count > size { throw Corrupted.size(expected: size, found: count) }
            }
            try client.bytes(information, of: reference, from: count) { start in
                if start != count {
                    try file.truncate(atOffset: UInt64(start))
                    count = start
                }
            } receive: { data in
                try file.write(contentsOf: data)
                count += data.count
                progress(.advanced(stage: reference.repository, completed: Self.megabytes(count), note: ""))
            }
            if let size = information.size, count != size {
                if count > size { throw Corrupted.size(expected: size, found: count) }
                throw HTTPExchange.Interrupted(reason: "\(count) of \(size) bytes came")
            }
        }
        try file.synchronize()
        if let expected = information.sha256 {
            let found = try SHA256Digest.of(file: partial)
            guard found == expected else { throw Corrupted.sha256(expected: expected, found: found) }
        }
    }

    private func remove(_ partial: URL) throws {
        try FileManager.default.removeItem(at: partial)
    }

    private func size(of file: URL) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int
    }

    private static func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
}

/// Bytes that are not those the hub announced.
private enum Corrupted: Error {
    case size(expected: Int, found: Int)
    case sha256(expected: SHA256Digest, found: SHA256Digest)

    func error(_ reference: HubReference, _ address: URL) -> HubError {
        let (expected, found) =
            switch self {
            case .size(let expected, let found): ("\(expected) bytes", "\(found)")
            case .sha256(let expected, let found): ("sha256 \(expected)", "\(found)")
            }
        return HubError(
            .badData,
            what: "the weights of \(reference.repository) arrive damaged",
            at: address.absoluteString,
            expected: expected,
            found: found,
            remedy: "Try again; if it stays so, something between here and the hub changes the file"
        )
    }
}
