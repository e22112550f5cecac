import Diagnostics
import Foundation
import Storage
import Tables

/// The files of a cohort: which metadata, which crops, and the header of the other half.
struct CohortFiles {
    let metadata: URL
    let split: Split
    /// The metadata of the test half, where it is there and the training half was asked for.
    let testMetadata: URL?
    /// The folder or HDF5 file of the crops, or nil where none was found.
    let images: URL?

    /// Finds the files that a request names.
    ///
    /// - Throws: `CohortError` where the metadata or the named crops are not there.
    init(_ request: CohortRequest) throws(CohortError) {
        let data = request.data
        guard Self.exists(data) else {
            throw CohortError(
                Problem(
                    "the cohort does not exist",
                    at: data.relativePath,
                    remedy: "Check the path for a typing mistake"
                ),
                category: .missingResource
            )
        }
        if Folder.isFolder(data) {
            split = try Self.split(of: request)
            metadata = Self.metadata(split, in: data)
        } else {
            metadata = data
            split = request.split ?? (data.lastPathComponent.hasPrefix("test") ? .test : .train)
        }
        let folder = metadata.deletingLastPathComponent()
        let test = Self.metadata(.test, in: folder)
        let isOwnPair = metadata.lastPathComponent == Self.metadata(.train, in: folder).lastPathComponent
        testMetadata = split == .train && isOwnPair && Self.exists(test) ? test : nil
        if let images = request.images {
            guard Self.exists(images) else {
                throw CohortError(
                    Problem(
                        "the crops do not exist",
                        at: images.relativePath,
                        remedy: "Name a folder of .jpg files or an HDF5 file"
                    ),
                    category: .missingResource
                )
            }
            self.images = images
        } else {
            images = Self.images(split, in: folder)
        }
    }

    /// Opens the crops.
    ///
    /// - Throws: `CohortError` or `StorageError` where they cannot be read.
    func cropStore() throws -> (any CropStore)? {
        try images.map(Self.cropStore)
    }

    /// Opens the crops of a folder or an HDF5 file.
    static func cropStore(_ images: URL) throws -> any CropStore {
        Folder.isFolder(images) ? try FolderCropStore(images) : try HDF5CropStore(images)
    }

    private static func split(of request: CohortRequest) throws(CohortError) -> Split {
        let folder = request.data
        let there = Split.allCases.filter { exists(metadata($0, in: folder)) }
        if let split = request.split {
            guard there.contains(split) else {
                throw CohortError(
                    Problem(
                        "the folder holds no \(split.rawValue)-metadata.csv",
                        at: folder.relativePath,
                        found: there.first.map { "\($0.rawValue)-metadata.csv" },
                        remedy: "Leave --split out, or name another folder"
                    )
                )
            }
            return split
        }
        guard let first = there.contains(request.preferred) ? request.preferred : there.first else {
            throw CohortError(
                Problem(
                    "the folder holds no cohort",
                    at: folder.relativePath,
                    expected: "train-metadata.csv or test-metadata.csv",
                    remedy: "Name the folder that holds the metadata, or a CSV file"
                )
            )
        }
        return first
    }

    private static func metadata(_ split: Split, in folder: URL) -> URL {
        folder.appending(path: "\(split.rawValue)-metadata.csv")
    }

    /// The crops beside the metadata of a split.
    static func images(_ split: Split, in folder: URL) -> URL? {
        ["\(split.rawValue)-image.hdf5", "\(split.rawValue)-image"]
            .map { folder.appending(path: $0) }
            .first(where: exists)
    }

    private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}
