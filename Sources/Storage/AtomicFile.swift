import Diagnostics
public import Foundation
import Glibc

/// Writes files so that a reader finds either the whole old file or the whole new one, whatever happens in between.
///
/// The bytes go to a temporary file in the same folder, reach the disk (`fsync`), take the final name (`rename`), and then
/// the folder reaches the disk. A failed or killed write leaves the previous file as it was. A killed one may also leave
/// its temporary file, whose name starts with a dot and ends in `.partial`: ``removeLeftovers(in:)`` clears those away.
///
/// A symbolic link is followed, so the file it points to is replaced. Devices and pipes are refused: a rename would
/// destroy them.
public enum AtomicFile {
    /// Writes `bytes` (`Data`, `[UInt8]` ...) to `url`, replacing what was there.
    ///
    /// - Throws: ``StorageError`` with the path, where the folder is missing, the disk full, or permission denied.
    public static func write(_ bytes: some Sequence<UInt8>, to url: URL) throws {
        try replace(url) { temporary in
            try FileDescriptor(creating: temporary).write(bytes)
        }
    }

    /// Writes `text` as UTF-8 to `url`, replacing what was there.
    ///
    /// - Throws: ``StorageError``, as ``write(_:to:)`` does.
    public static func write(_ text: String, to url: URL) throws {
        try write(text.utf8, to: url)
    }

    /// Copies the file `source` to `url`, replacing what was there.
    ///
    /// - Throws: ``StorageError``, as ``write(_:to:)`` does, or where `source` cannot be read.
    public static func copy(_ source: URL, to url: URL) throws {
        let file = try MappedFile(source)
        try replace(url) { temporary in
            try file.withUnsafeBytes { try FileDescriptor(creating: temporary).write($0) }
        }
    }

    /// Replaces `url` by the file that `body` writes under a temporary name in the same folder.
    ///
    /// For libraries that write files themselves. `body` must create `temporary` and close it before it returns. Where it
    /// throws, the temporary file is removed and the previous file stays.
    ///
    /// - Throws: ``StorageError``, or what `body` throws.
    public static func replace<Result>(_ url: URL, with body: (_ temporary: URL) throws -> Result) throws -> Result {
        try replace(url, fault: { _ in nil }, with: body)
    }

    /// A moment in the life of a write at which a test can let the disk fail.
    enum Step: CaseIterable {
        case synchronize, rename
    }

    /// ``replace(_:with:)``, where `fault` tells which `errno` a step fails with: a full disk is hard to come by in a test.
    static func replace<Result>(
        _ url: URL,
        fault: (Step) -> Int32?,
        with body: (_ temporary: URL) throws -> Result
    ) throws -> Result {
        let destination = try writableDestination(url)
        let folder = destination.deletingLastPathComponent()
        let temporary = folder.appending(path: temporaryName(for: destination.lastPathComponent))
        do {
            let result = try body(temporary)
            if let code = fault(.synchronize) { throw StorageError("write the file", url, code: code) }
            try FileDescriptor(reading: temporary).synchronize()
            if let code = fault(.rename) { throw StorageError("write the file", url, code: code) }
            guard rename(temporary.path, destination.path) == 0 else {
                throw StorageError("write the file", url, code: errno)
            }
            try FileDescriptor(folder: folder).synchronize()
            return result
        } catch {
            unlink(temporary.path)
            throw named(error, temporary: temporary, url)
        }
    }

    /// Removes the temporary files that killed writes left in `folder` (not in its sub-folders).
    ///
    /// Call it only where no other process writes into the folder.
    ///
    /// - Throws: ``StorageError`` where the folder cannot be listed or a file cannot be removed.
    public static func removeLeftovers(in folder: URL) throws {
        for name in try Folder.contents(folder) where name.hasPrefix(".") && name.hasSuffix(temporarySuffix) {
            let leftover = folder.appending(path: name)
            guard unlink(leftover.path) == 0 else { throw StorageError("remove the file", leftover, code: errno) }
        }
    }

    // MARK: - Names

    static let temporarySuffix = ".partial"

    static func temporaryName(for name: String) -> String {
        // A name may have 255 bytes: a long one is shortened so that the addition still fits.
        ".\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).\(UUID().uuidString.prefix(8))\(temporarySuffix)"
    }

    /// Returns the file that a write to `url` replaces, after checking that a file can be put there.
    private static func writableDestination(_ url: URL) throws -> URL {
        let destination = url.resolvingSymlinksInPath()
        var status = stat()
        if stat(destination.path, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw StorageError("write the file", url, code: EISDIR)
            default:
                throw StorageError(
                    .usage,
                    Problem(
                        "cannot write the file: it is a device or a pipe",
                        at: url.relativePath,
                        remedy: "Name an ordinary file"
                    )
                )
            }
        }
        let folder = destination.deletingLastPathComponent()
        guard access(folder.path, F_OK) == 0 else {
            throw StorageError(
                .missingResource,
                Problem(
                    "cannot write the file: its folder does not exist",
                    at: url.relativePath,
                    remedy: "Make the folder first, or check the path for a typing mistake"
                )
            )
        }
        guard access(folder.path, W_OK | X_OK) == 0 else { throw StorageError("write the file", url, code: errno) }
        return destination
    }

    /// Returns `error` with the name that the user knows instead of the temporary one.
    private static func named(_ error: any Error, temporary: URL, _ url: URL) -> any Error {
        guard let failure = error as? StorageError, failure.problem.location == temporary.relativePath else {
            return error
        }
        var problem = failure.problem
        problem.location = url.relativePath
        return StorageError(failure.category, problem)
    }
}
