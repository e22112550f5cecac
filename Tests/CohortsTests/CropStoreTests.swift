import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@testable import Cohorts

@Suite("Crops are read one at a time")
struct CropStoreTests {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0x00, 0x01, 0x00, 0xFF, 0xD9]

    private func problem(_ body: () throws -> Void) -> Problem? {
        do {
            try body()
            return nil
        } catch {
            return (error as? CohortError)?.problem
        }
    }

    @Test("Every layout of bytes that h5py writes is read", arguments: ["string", "opaque", "list", "gzip"])
    func layouts(name: String) throws {
        let store = try HDF5CropStore(Places.fixture("Cohorts/layouts.hdf5"))
        #expect(try store.jpeg(for: name) == Self.jpeg)
    }

    @Test("What holds no bytes is refused with its name", arguments: ["number", "text", "matrix", "group"])
    func otherLayouts(name: String) throws {
        let store = try HDF5CropStore(Places.fixture("Cohorts/layouts.hdf5"))
        #expect(store.contains(name))
        let found = problem { _ = try store.jpeg(for: name) }
        #expect(found?.what.hasPrefix("the crop of \(name) cannot be read") == true)
    }

    @Test("A crop that is not there is named")
    func missing() throws {
        let store = try HDF5CropStore(Places.fixture("Cohorts/layouts.hdf5"))
        #expect(!store.contains("ISIC_0000000"))
        #expect(problem { _ = try store.jpeg(for: "ISIC_0000000") }?.what == "there is no crop of ISIC_0000000")
    }

    @Test("Files that are not HDF5, cut short or empty give one message each")
    func damaged() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "train-image.hdf5")
            try Data("isic_id,target\n".utf8).write(to: file)
            #expect(problem { _ = try HDF5CropStore(file) }?.what == "the file is not an HDF5 file")
            try Data().write(to: file)
            #expect(problem { _ = try HDF5CropStore(file) }?.what == "the file is not an HDF5 file")
            let whole = try Data(contentsOf: Places.fixture("Cohorts/layouts.hdf5"))
            try whole.prefix(whole.count / 2).write(to: file)
            let found = problem { _ = try HDF5CropStore(file) }
            #expect(found?.what.hasPrefix("the HDF5 file is damaged or cut short") == true)
            #expect(found?.location?.hasSuffix("train-image.hdf5") == true)
            #expect(throws: StorageError.self) { try HDF5CropStore(folder.appending(path: "none.hdf5")) }
            #expect(throws: StorageError.self) { try HDF5CropStore(folder) }
        }
    }

    @Test("What is written is read back, and the file appears only when it is finished")
    func writing() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "train-image.hdf5")
            let writer = try HDF5CropWriter(file)
            let crops = (0..<50).map { ("ISIC_\($0)", [UInt8](repeating: UInt8($0), count: 3 + $0) + [0, 0]) }
            for (id, bytes) in crops { try writer.append(id, bytes) }
            #expect(!FileManager.default.fileExists(atPath: file.path))
            try writer.finish()
            let names = try Folder.contents(folder)
            #expect(names == ["train-image.hdf5"])
            let store = try HDF5CropStore(file)
            #expect(store.identifiers == crops.map(\.0).sorted())
            for (id, bytes) in crops { #expect(try store.jpeg(for: id) == bytes) }
        }
    }

    @Test("An unfinished file leaves nothing; a name twice, and no bytes, are refused")
    func unfinished() throws {
        try Places.withTemporaryFolder { folder in
            do {
                let writer = try HDF5CropWriter(folder.appending(path: "train-image.hdf5"))
                try writer.append("a", Self.jpeg)
                #expect(throws: CohortError.self) { try writer.append("a", Self.jpeg) }
                #expect(throws: CohortError.self) { try writer.append("b", []) }
                #expect(throws: CohortError.self) { try writer.append("b/c", Self.jpeg) }
            }
            let names = try Folder.contents(folder)
            #expect(names.isEmpty)
            #expect(throws: CohortError.self) { try HDF5CropWriter(folder.appending(path: "none/x.hdf5")) }
        }
    }

    @Test("Many threads may read at once")
    func threads() throws {
        let store = try HDF5CropStore(Places.fixture("Cohorts/layouts.hdf5"))
        nonisolated(unsafe) let wrong = UnsafeMutablePointer<Int>.allocate(capacity: 64)
        defer { wrong.deallocate() }
        DispatchQueue.concurrentPerform(iterations: 64) { index in
            wrong[index] = (0..<20).count { _ in (try? store.jpeg(for: "string")) != Self.jpeg }
        }
        #expect((0..<64).allSatisfy { wrong[$0] == 0 })
    }

    @Test("Crops are files of a folder, in its folder `image`, with any of the usual endings")
    func folder() throws {
        try Places.withTemporaryFolder { folder in
            #expect(problem { _ = try FolderCropStore(folder) }?.what == "the folder holds no crops")
            let inner = folder.appending(path: "image")
            try Folder.create(inner)
            for name in ["a.jpg", "b.jpeg", "c.JPG", ".hidden.jpg", "notes.txt"] {
                try Data(Self.jpeg).write(to: inner.appending(path: name))
            }
            let store = try FolderCropStore(folder)
            #expect(store.identifiers == ["a", "b", "c"])
            #expect(try store.jpeg(for: "c") == Self.jpeg)
            #expect(problem { _ = try store.jpeg(for: "d") }?.what == "there is no crop of d")
            try Data(Self.jpeg).write(to: inner.appending(path: "a.jpeg"))
            #expect(problem { _ = try FolderCropStore(folder) }?.what.hasPrefix("two files hold the crop of a") == true)
        }
    }

    @Test(
        "The real crops are read, all of them JPEG",
        .enabled(if: Places.hasShared("data/slice3d"), "needs ../shared/data/slice3d")
    )
    func realCrops() throws {
        let store = try HDF5CropStore(Places.shared("data/slice3d/train-image.hdf5"))
        #expect(store.identifiers.count == 7197)
        for id in store.identifiers {
            let bytes = try store.jpeg(for: id)
            #expect(bytes.starts(with: [0xFF, 0xD8]) && bytes.suffix(2) == [0xFF, 0xD9], "\(id)")
        }
        let files = try FolderCropStore(Places.shared("data/slice3d/sample-images"))
        #expect(files.identifiers.count == 48)
        for id in files.identifiers { #expect(try files.jpeg(for: id) == store.jpeg(for: id)) }
        let test = try HDF5CropStore(Places.shared("data/slice3d/competition-stubs/test-image.hdf5"))
        #expect(test.identifiers == ["ISIC_0015657", "ISIC_0015729", "ISIC_0015740"])
        #expect(try test.jpeg(for: "ISIC_0015657").count == 3318)
    }
}
