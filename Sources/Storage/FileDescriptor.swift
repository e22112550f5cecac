import Foundation
import Glibc

/// An open file of the operating system, closed when it goes out of scope.
struct FileDescriptor: ~Copyable {
    private let number: Int32
    private let url: URL

    /// Opens `url` for reading.
    init(reading url: URL) throws(StorageError) {
        try self.init(url, flags: O_RDONLY, action: "open the file")
    }

    /// Creates the file `url`, which must not exist yet, for writing.
    init(creating url: URL) throws(StorageError) {
        try self.init(url, flags: O_WRONLY | O_CREAT | O_EXCL, action: "create the file")
    }

    /// Opens the folder `url` so that it can be synced.
    init(folder url: URL) throws(StorageError) {
        try self.init(url, flags: O_RDONLY | O_DIRECTORY, action: "open the folder")
    }

    /// Opens what stands at `url` already for writing.
    init(writing url: URL) throws(StorageError) {
        try self.init(url, flags: O_WRONLY, action: "open the file")
    }

    /// Opens the lock file `url`, made where it is missing.
    init(lock url: URL) throws(StorageError) {
        try self.init(url, flags: O_RDWR | O_CREAT, action: "open the lock file")
    }

    private init(_ url: URL, flags: Int32, action: String) throws(StorageError) {
        let number = open(url.path, flags | O_CLOEXEC, 0o666)
        guard number >= 0 else { throw StorageError(action, url, code: errno) }
        self.number = number
        self.url = url
    }

    deinit {
        close(number)
    }

    /// Returns kind and size of the open file.
    func status() throws(StorageError) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw StorageError("read the file", url, code: errno) }
        return status
    }

    /// Fills the start of `buffer` and returns how many bytes came; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StorageError("read the file", url, code: errno) }
        }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: some Sequence<UInt8>) throws {
        let done: Void? = try bytes.withContiguousStorageIfAvailable { try write(buffer: UnsafeRawBufferPointer($0)) }
        if done == nil { try Array(bytes).withUnsafeBytes { try write(buffer: $0) } }
    }

    private func write(buffer bytes: UnsafeRawBufferPointer) throws {
        var remaining = bytes
        while !remaining.isEmpty {
            let count = Glibc.write(number, remaining.baseAddress, remaining.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw StorageError("write the file", url, code: errno)
            }
            remaining = UnsafeRawBufferPointer(rebasing: remaining[count...])
        }
    }

    /// Waits until everything written has reached the disk.
    func synchronize() throws(StorageError) {
        // Some network file systems cannot sync a folder and say EINVAL; there is nothing more to do then.
        guard fsync(number) == 0 || errno == EINVAL else { throw StorageError("write the file", url, code: errno) }
    }

    /// Takes the sole lock on what is open, which ends with this value; false where another process holds it.
    func lock() throws(StorageError) -> Bool {
        if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw StorageError("lock the folder", url, code: errno) }
        return false
    }

    /// Takes the sole lock on the open file, which ends with this value, and waits where another process holds it.
    func waitForLock() throws(StorageError) {
        while flock(number, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StorageError("lock the file", url, code: errno) }
        }
    }

    /// Maps the first `count` bytes into memory, read-only. `count` must be positive.
    func map(count: Int) throws(StorageError) -> UnsafeRawPointer {
        guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, number, 0), address != MAP_FAILED else {
            throw StorageError("map the file", url, code: errno)
        }
        return UnsafeRawPointer(address)
    }
}
