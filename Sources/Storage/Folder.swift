public import Foundation
import Glibc

/// Folders: making them durably, and listing them.
public enum Folder {
    /// Makes the folder `url` and its missing parents. An existing folder is left as it is.
    ///
    /// - Throws: ``StorageError`` with the path, where that is not possible.
    public static func create(_ url: URL) throws {
        if isFolder(url) { return }
        let parent = url.deletingLastPathComponent()
        if parent.path != url.path { try create(parent) }
        guard mkdir(url.path, 0o777) == 0 || (errno == EEXIST && isFolder(url)) else {
            throw StorageError("make the folder", url, code: errno)
        }
        try FileDescriptor(folder: parent).synchronize()
    }

    /// Returns the names of everything in the folder `url`, sorted, hidden ones included.
    ///
    /// - Throws: ``StorageError`` with the path, where the folder is missing or cannot be read.
    public static func contents(_ url: URL) throws -> [String] {
        guard let stream = opendir(url.path) else { throw StorageError("list the folder", url, code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Returns whether `url` is a folder (or a link to one).
    public static func isFolder(_ url: URL) -> Bool {
        var status = stat()
        return stat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

extension Folder {
    /// Puts the finished folder `replacement` in the place of `url`, whose earlier contents are removed.
    ///
    /// A process that is killed between the two renames leaves no folder under the name, never a mixture of both.
    ///
    /// - Throws: ``StorageError`` with the path, where that is not possible.
    public static func replace(_ url: URL, with replacement: URL) throws {
        let outdated = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).outdated")
        try? FileManager.default.removeItem(at: outdated)
        if isFolder(url), rename(url.path, outdated.path) != 0 {
            throw StorageError("replace the folder", url, code: errno)
        }
        guard rename(replacement.path, url.path) == 0 else {
            throw StorageError("replace the folder", url, code: errno)
        }
        try FileDescriptor(folder: url.deletingLastPathComponent()).synchronize()
        try? FileManager.default.removeItem(at: outdated)
    }
}
