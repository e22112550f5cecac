import Diagnostics
public import Foundation
import Glibc

/// A file mapped into memory read-only: pages are read as they are touched, and a large file costs no memory of its own.
///
/// Files written through ``AtomicFile`` are never changed in place, so a mapping keeps showing the file it opened. A file
/// that another program shortens while it is mapped ends the process, as with every memory map.
public final class MappedFile: Sendable {
    /// The size of the file in bytes.
    public let count: Int

    // Written once in `init`; the pages behind it are read-only.
    private nonisolated(unsafe) let start: UnsafeRawPointer?

    /// Maps the file at `url`.
    ///
    /// - Throws: ``StorageError`` with the path, where it is missing, cannot be read, or is not an ordinary file.
    public init(_ url: URL) throws(StorageError) {
        let file = try FileDescriptor(reading: url)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(
                .badData,
                Problem(
                    "cannot read the file: it is a folder or a device",
                    at: url.relativePath,
                    remedy: "Name an ordinary file"
                )
            )
        }
        count = Int(status.st_size)
        start = count > 0 ? try file.map(count: count) : nil
    }

    deinit {
        if let start { munmap(UnsafeMutableRawPointer(mutating: start), count) }
    }

    /// Calls `body` with the bytes of the file, which are valid only during the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
