import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct FolderLockTests {
    @Test func `A folder has one writer at a time, and a writer that ended leaves it free`() throws {
        try Places.withTemporaryFolder { folder in
            func hold() throws {
                let lock = try FolderLock(folder)
                #expect(throws: StorageError.self) { _ = try FolderLock(folder) }
                _ = consume lock
            }
            try hold()
            try hold()
        }
    }

    @Test func `A missing folder is an error with its path`() throws {
        let error = #expect(throws: StorageError.self) { _ = try FolderLock(URL(filePath: "/nowhere/at/all")) }
        #expect(error?.problem.location?.contains("/nowhere/at/all") == true)
    }
}
