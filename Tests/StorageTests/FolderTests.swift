import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct FolderTests {
    @Test func missingParentsAreMadeAndExistingFoldersStay() throws {
        try Places.withTemporaryFolder { folder in
            let deep = folder.appending(path: "a/b/c")
            try Folder.create(deep)
            try Folder.create(deep)
            #expect(Folder.isFolder(deep))
            #expect(try Folder.contents(folder) == ["a"])
        }
    }

    @Test func aFileInTheWayIsAnErrorWithItsPath() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a")
            try AtomicFile.write("x", to: file)
            let error = #expect(throws: StorageError.self) { try Folder.create(file) }
            #expect(error?.description == "\(file.path): cannot make the folder: it exists already.")
            #expect(throws: StorageError.self) { try Folder.create(file.appending(path: "b")) }
        }
    }
}
