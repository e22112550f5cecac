import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct FileManifestTests {
    private func withBundle(_ body: (URL, FileManifest) throws -> Void) throws {
        try Places.withTemporaryFolder { folder in
            try Folder.create(folder.appending(path: "stack/fold0"))
            try AtomicFile.write("tree", to: folder.appending(path: "stack/fold0/bag0.txt"))
            try AtomicFile.write("{}", to: folder.appending(path: "run.json"))
            try AtomicFile.write("own", to: folder.appending(path: "manifest.json"))
            try AtomicFile.write("hidden", to: folder.appending(path: ".hidden"))
            try body(folder, try FileManifest.make(folder: folder, excluding: ["manifest.json"]))
        }
    }

    @Test func everyFileIsListedWithSizeAndDigest() throws {
        try withBundle { folder, manifest in
            #expect(manifest.files.keys.sorted() == ["run.json", "stack/fold0/bag0.txt"])
            #expect(manifest["stack/fold0/bag0.txt"] == .init(sha256: .of("tree"), bytes: 4))
            try manifest.verify(folder: folder)
        }
    }

    @Test func itSurvivesItsFile() throws {
        try withBundle { folder, manifest in
            let file = folder.appending(path: "manifest.json")
            try JSONFile.write(manifest, to: file)
            #expect(try JSONFile.read(FileManifest.self, from: file) == manifest)
        }
    }

    @Test func everyMissingAndChangedFileIsNamedAtOnce() throws {
        try withBundle { folder, manifest in
            try AtomicFile.write("[]", to: folder.appending(path: "run.json"))
            try FileManager.default.removeItem(at: folder.appending(path: "stack/fold0/bag0.txt"))
            let error = #expect(throws: StorageError.self) { try manifest.verify(folder: folder) }
            #expect(error?.category == .badData)
            #expect(error?.description.contains("run.json has changed") == true)
            #expect(error?.description.contains("stack/fold0/bag0.txt is missing") == true)
        }
    }

    @Test func aTornFileIsNoticedByItsSize() throws {
        try withBundle { folder, manifest in
            try AtomicFile.write("tre", to: folder.appending(path: "stack/fold0/bag0.txt"))
            let error = #expect(throws: StorageError.self) { try manifest.verify(folder: folder) }
            #expect(error?.description.contains("bag0.txt has 3 bytes instead of 4") == true)
        }
    }

    @Test(arguments: ["../outside", "/etc/hostname", "a//b", "stack/../../x"])
    func aPathThatLeavesTheFolderIsRefused(path: String) throws {
        try withBundle { folder, manifest in
            var manifest = manifest
            manifest.files[path] = .init(sha256: .of(""), bytes: 0)
            let error = #expect(throws: StorageError.self) { try manifest.verify(folder: folder) }
            #expect(error?.description.contains("\(path) leaves the folder") == true)
        }
    }

    @Test func aMissingFolderIsAnErrorWithItsPath() {
        let error = #expect(throws: StorageError.self) {
            try FileManifest.make(folder: URL(filePath: "no-such-folder"))
        }
        #expect(error?.problem.location == "no-such-folder")
    }
}
