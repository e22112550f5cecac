import Cohorts
import Diagnostics
import Foundation
import Storage

/// A text file that grows.
struct TextFile {
    private let handle: FileHandle
    private let url: URL

    init(_ url: URL) throws {
        self.url = url
        handle = try explained(url) {
            try Data().write(to: url)
            return try FileHandle(forWritingTo: url)
        }
    }

    func append(_ text: String) throws {
        try explained(url) { try handle.write(contentsOf: Data(text.utf8)) }
    }

    func close() throws {
        try explained(url) { try handle.close() }
    }
}

/// Returns what `body` returns; an error of Foundation becomes one that names the file.
private func explained<Result>(_ url: URL, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch {
        throw StorageError(
            .failure,
            Problem("cannot write the file: \(error.localizedDescription)", at: url.relativePath)
        )
    }
}

/// Where the crops of a split go.
enum CropSink {
    case hdf5(HDF5CropWriter)
    case files(FolderCropWriter)
    case none

    init(_ files: SplitFiles) throws {
        switch files.images {
        case .hdf5: self = .hdf5(try HDF5CropWriter(files.cropFile))
        case .files: self = .files(try FolderCropWriter(files.cropFolder))
        case .none: self = .none
        }
    }

    func append(_ identifier: String, _ jpeg: [UInt8]) throws {
        switch self {
        case .hdf5(let writer): try writer.append(identifier, jpeg)
        case .files(let writer): try writer.append(identifier, jpeg)
        case .none: break
        }
    }

    func finish() throws {
        switch self {
        case .hdf5(let writer): try writer.finish()
        case .files(let writer): try writer.finish()
        case .none: break
        }
    }
}

/// Writes crops as `<folder>/image/<identifier>.jpg`.
///
/// All of them appear at once: they are written to another folder, which takes the final name in the end. They are not
/// flushed to the disk one by one, which would take most of the time: a synthetic cohort can always be made again.
final class FolderCropWriter {
    private let folder: URL
    private let temporary: URL

    init(_ folder: URL) throws {
        self.folder = folder
        temporary = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: temporary)
        try Folder.create(temporary.appending(path: "image"))
    }

    /// Nothing is left behind where the crops were not finished.
    deinit {
        try? FileManager.default.removeItem(at: temporary)
    }

    func append(_ identifier: String, _ jpeg: [UInt8]) throws {
        let file = temporary.appending(path: "image/\(identifier).jpg")
        try explained(file) { try Data(jpeg).write(to: file) }
    }

    func finish() throws {
        try explained(folder) {
            if Folder.isFolder(folder) { try FileManager.default.removeItem(at: folder) }
            try FileManager.default.moveItem(at: temporary, to: folder)
        }
    }
}
