import Diagnostics
public import Foundation
import Storage

/// Where crops lie, without the metadata that belongs to them.
public enum CropPlace {
    /// Opens the crops of a cohort's folder (`train-image.hdf5` or `train-image`, as ``CohortRequest`` finds them), of an HDF5
    /// file, or of a folder of `.jpg` files.
    ///
    /// - Throws: `CohortError` or `StorageError` where there are none or they cannot be read.
    public static func open(_ place: URL) throws -> any CropStore {
        guard FileManager.default.fileExists(atPath: place.path) else {
            throw CohortError(
                Problem(
                    "the crops do not exist",
                    at: place.relativePath,
                    remedy: "Name a cohort's folder, a folder of .jpg files or an HDF5 file"
                ),
                category: .missingResource
            )
        }
        guard Folder.isFolder(place) else { return try HDF5CropStore(place) }
        if let images = CohortFiles.images(.train, in: place) { return try CohortFiles.cropStore(images) }
        return try FolderCropStore(place)
    }
}
