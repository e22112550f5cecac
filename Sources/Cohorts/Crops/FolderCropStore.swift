import Diagnostics
public import Foundation
import Storage

/// Crops as files `<isic_id>.jpg` (also `.jpeg`, in any case) in one folder.
public struct FolderCropStore: CropStore {
    public let location: URL
    public let identifiers: [String]
    private let nameOfIdentifier: [String: String]

    /// Lists the crops in a folder, or in its folder `image` where it holds none itself.
    ///
    /// - Throws: `CohortError` where there is no crop, or two files are of the same identifier; `StorageError` where the
    ///   folder cannot be listed.
    public init(_ folder: URL) throws {
        let inner = folder.appending(path: "image", directoryHint: .isDirectory)
        var location = folder
        var names = try Self.crops(in: folder)
        if names.isEmpty, Folder.isFolder(inner) {
            location = inner
            names = try Self.crops(in: inner)
        }
        guard !names.isEmpty else {
            throw CohortError(
                Problem(
                    "the folder holds no crops",
                    at: folder.relativePath,
                    expected: "files named <isic_id>.jpg",
                    remedy: "Name the folder that holds them with --images"
                )
            )
        }
        var nameOfIdentifier: [String: String] = [:]
        for name in names {
            let identifier = (name as NSString).deletingPathExtension
            if let other = nameOfIdentifier.updateValue(name, forKey: identifier) {
                throw CohortError(
                    Problem(
                        "two files hold the crop of \(identifier): \(other) and \(name)",
                        at: location.relativePath,
                        remedy: "Keep one of them"
                    )
                )
            }
        }
        self.location = location
        self.nameOfIdentifier = nameOfIdentifier
        identifiers = nameOfIdentifier.keys.sorted()
    }

    public func contains(_ id: String) -> Bool { nameOfIdentifier[id] != nil }

    public func jpeg(for id: String) throws -> [UInt8] {
        guard let name = nameOfIdentifier[id] else { throw CohortError.noCrop(of: id, in: location) }
        return try MappedFile(location.appending(path: name)).withUnsafeBytes { Array($0) }
    }

    private static func crops(in folder: URL) throws -> [String] {
        try Folder.contents(folder).filter { name in
            !name.hasPrefix(".") && ["jpg", "jpeg"].contains((name as NSString).pathExtension.lowercased())
        }
    }
}

extension CohortError {
    /// The error of a crop that is not there.
    static func noCrop(of id: String, in location: URL) -> CohortError {
        CohortError(
            Problem(
                "there is no crop of \(id)",
                at: location.relativePath,
                remedy: "Add the crop, or leave its row out"
            )
        )
    }
}
