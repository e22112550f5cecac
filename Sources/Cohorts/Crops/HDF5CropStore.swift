import CHDF5
import Diagnostics
public import Foundation
import Storage

/// Crops in an HDF5 file, laid out as in the competition: one scalar dataset for each `isic_id` at the root, which holds
/// the JPEG bytes as a fixed-length string. Opaque scalars and lists of bytes are read too.
///
/// The file must be the user's own: libhdf5 is no guard against a file made to harm. Plugins are disabled.
public final class HDF5CropStore: CropStore {
    public let location: URL
    public let identifiers: [String]
    private let known: Set<String>
    private let file: hid_t

    /// Larger datasets are no crops: a limit against damaged sizes.
    private static let largestCrop = 64 << 20

    /// Opens a file and lists its crops.
    ///
    /// - Throws: `CohortError` where the file is no HDF5 file, damaged or empty; `StorageError` where it is missing.
    public init(_ url: URL) throws {
        _ = try MappedFile(url)
        (file, identifiers) = try HDF5Library.withLibrary {
            guard H5Fis_hdf5(url.path) > 0 else {
                throw CohortError(
                    Problem(
                        "the file is not an HDF5 file",
                        at: url.relativePath,
                        remedy: "Download it again, or name a folder of .jpg files with --images"
                    )
                )
            }
            let file = H5Fopen(url.path, hdf5_read_only(), hdf5_default_properties())
            guard file >= 0 else { throw Self.damaged(url) }
            let names = Names()
            let status = hdf5_each_name(file, Names.receive, Unmanaged.passUnretained(names).toOpaque())
            guard status >= 0 else {
                let error = Self.damaged(url)
                H5Fclose(file)
                throw error
            }
            return (file, names.list)
        }
        location = url
        known = Set(identifiers)
        guard !identifiers.isEmpty else {
            throw CohortError(
                Problem(
                    "the file holds no crops",
                    at: url.relativePath,
                    expected: "one dataset for each isic_id at the root",
                    remedy: "Make the file again, or name another one with --images"
                )
            )
        }
    }

    deinit {
        _ = HDF5Library.withLibrary { H5Fclose(file) }
    }

    public func contains(_ id: String) -> Bool { known.contains(id) }

    public func jpeg(for id: String) throws -> [UInt8] {
        guard known.contains(id) else { throw CohortError.noCrop(of: id, in: location) }
        return try HDF5Library.withLibrary { try read(id) }
    }

    private func read(_ id: String) throws -> [UInt8] {
        guard
            let dataset = HDF5Handle(H5Dopen2(file, id, hdf5_default_properties()), closedBy: H5Dclose),
            let type = HDF5Handle(H5Dget_type(dataset.id), closedBy: H5Tclose),
            let space = HDF5Handle(H5Dget_space(dataset.id), closedBy: H5Sclose)
        else { throw unreadable(id, HDF5Library.lastError()) }
        let size = H5Tget_size(type.id)
        let points = Int(H5Sget_simple_extent_npoints(space.id))
        guard size > 0, points >= 0, size <= Self.largestCrop, points <= Self.largestCrop else {
            throw unreadable(id, "its size makes no sense")
        }
        switch H5Tget_class(type.id) {
        case H5T_STRING where points == 1 && H5Tis_variable_str(type.id) == 0, H5T_OPAQUE where points == 1:
            return try read(id, dataset.id, as: type.id, count: size)
        case H5T_INTEGER where size == 1:
            return try read(id, dataset.id, as: type.id, count: points)
        default:
            throw unreadable(id, "it holds no bytes: expected a scalar string, an opaque scalar or a list of bytes")
        }
    }

    private func read(_ id: String, _ dataset: hid_t, as type: hid_t, count: Int) throws -> [UInt8] {
        var status: herr_t = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            status = H5Dread(
                dataset,
                type,
                hdf5_whole_dataspace(),
                hdf5_whole_dataspace(),
                hdf5_default_properties(),
                buffer.baseAddress
            )
            initialised = status < 0 ? 0 : count
        }
        guard status >= 0 else { throw unreadable(id, HDF5Library.lastError()) }
        return bytes
    }

    private func unreadable(_ id: String, _ reason: String) -> CohortError {
        CohortError(
            Problem(
                "the crop of \(id) cannot be read: \(reason)",
                at: location.relativePath,
                remedy: "Make the file again, or leave the row out"
            )
        )
    }

    private static func damaged(_ url: URL) -> CohortError {
        CohortError(
            Problem(
                "the HDF5 file is damaged or cut short: \(HDF5Library.lastError())",
                at: url.relativePath,
                remedy: "Download it again"
            )
        )
    }

    /// Collects names from a C callback.
    private final class Names {
        var list: [String] = []

        static let receive: hdf5_name_receiver = { name, context in
            guard let name, let context else { return }
            Unmanaged<Names>.fromOpaque(context).takeUnretainedValue().list.append(String(cString: name))
        }
    }
}
