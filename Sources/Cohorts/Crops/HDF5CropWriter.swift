import CHDF5
import Diagnostics
public import Foundation
import Storage

/// Writes crops to an HDF5 file with the competition's layout. The file appears under its name when `finish` returns.
public final class HDF5CropWriter {
    private let url: URL
    private let partial: URL
    private var file: hid_t?

    /// Starts a file, under a temporary name in the same folder.
    ///
    /// - Throws: `CohortError` where it cannot be created.
    public init(_ url: URL) throws {
        self.url = url
        partial = url.deletingLastPathComponent()
            .appending(path: ".\(url.lastPathComponent).\(UUID().uuidString.prefix(8)).partial")
        let path = partial.path
        file = try HDF5Library.withLibrary {
            let file = H5Fcreate(path, hdf5_new_file(), hdf5_default_properties(), hdf5_default_properties())
            guard file >= 0 else { throw Self.unwritable(url) }
            return file
        }
    }

    deinit {
        guard let file else { return }
        _ = HDF5Library.withLibrary { H5Fclose(file) }
        try? FileManager.default.removeItem(at: partial)
    }

    /// Adds a crop. `jpeg` must not be empty.
    ///
    /// - Throws: `CohortError` where the identifier is taken, empty or holds a slash, or the disk is full.
    public func append(_ id: String, _ jpeg: [UInt8]) throws {
        guard let file, !id.isEmpty, !id.contains("/"), !jpeg.isEmpty else {
            throw CohortError(
                Problem(
                    "a crop cannot be written",
                    at: url.relativePath,
                    expected: "an open file, an identifier without slashes, and at least one byte",
                    found: "\"\(id)\""
                )
            )
        }
        try HDF5Library.withLibrary {
            let defaults = hdf5_default_properties()
            guard
                let type = HDF5Handle(hdf5_bytes_type(jpeg.count), closedBy: H5Tclose),
                let space = HDF5Handle(H5Screate(H5S_SCALAR), closedBy: H5Sclose),
                let properties = HDF5Handle(hdf5_timeless_dataset(), closedBy: H5Pclose),
                let dataset = HDF5Handle(
                    H5Dcreate2(file, id, type.id, space.id, defaults, properties.id, defaults),
                    closedBy: H5Dclose
                ),
                H5Dwrite(dataset.id, type.id, hdf5_whole_dataspace(), hdf5_whole_dataspace(), defaults, jpeg) >= 0
            else { throw Self.unwritable(url) }
        }
    }

    /// Closes the file and gives it its name, replacing what was there.
    ///
    /// - Throws: `CohortError` or `StorageError` where the disk is full or the folder is gone.
    public func finish() throws {
        guard let file else { return }
        try HDF5Library.withLibrary {
            guard H5Fclose(file) >= 0 else { throw Self.unwritable(url) }
        }
        self.file = nil
        defer { try? FileManager.default.removeItem(at: partial) }
        try AtomicFile.replace(url) { temporary in
            try FileManager.default.moveItem(at: partial, to: temporary)
        }
    }

    private static func unwritable(_ url: URL) -> CohortError {
        CohortError(
            Problem(
                "the crops cannot be written: \(HDF5Library.lastError())",
                at: url.relativePath,
                remedy: "Check the folder, the free space, and that every identifier occurs once"
            ),
            category: .failure
        )
    }
}
