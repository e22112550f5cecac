import Diagnostics
public import Foundation

/// The sole right to write into a folder, held until this value goes out of scope or the process ends, however it ends.
///
/// Nothing is written: the operating system keeps the lock (`flock`).
public struct FolderLock: ~Copyable {
    private let descriptor: FileDescriptor

    /// Takes the lock of the folder `url`.
    ///
    /// - Throws: ``StorageError`` where the folder cannot be opened, or where another process holds the lock.
    public init(_ url: URL) throws(StorageError) {
        let descriptor = try FileDescriptor(folder: url)
        guard try descriptor.lock() else {
            throw StorageError(
                .usage,
                Problem(
                    "another process is writing into this folder",
                    at: url.relativePath,
                    remedy: "Wait until it ends, or choose another folder"
                )
            )
        }
        self.descriptor = descriptor
    }
}

/// The sole right to something that other programs lock by the same file, held as a ``FolderLock`` is. The empty file stays.
public struct FileLock: ~Copyable {
    private let descriptor: FileDescriptor

    /// Takes the lock, waiting until nobody else holds it.
    ///
    /// - Throws: ``StorageError`` where the file cannot be made.
    public init(waitingFor url: URL) throws(StorageError) {
        let descriptor = try FileDescriptor(lock: url)
        try descriptor.waitForLock()
        self.descriptor = descriptor
    }
}
