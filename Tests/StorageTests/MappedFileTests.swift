import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct MappedFileTests {
    @Test(arguments: [0, 1, 4096, 100_001])
    func theBytesAreThoseOfTheFile(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.bin")
            try AtomicFile.write(bytes, to: file)
            let mapped = try MappedFile(file)
            #expect(mapped.count == count)
            #expect(mapped.withUnsafeBytes { Array($0) } == bytes)
        }
    }

    @Test func itKeepsShowingTheFileItOpened() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.bin")
            try AtomicFile.write("old", to: file)
            let mapped = try MappedFile(file)
            try AtomicFile.write("replaced", to: file)
            #expect(mapped.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } == "old")
        }
    }

    @Test func aMissingFileAndAFolderAreErrors() throws {
        try Places.withTemporaryFolder { folder in
            #expect(throws: StorageError.self) { try MappedFile(folder.appending(path: "missing")) }
            let error = #expect(throws: StorageError.self) { try MappedFile(folder) }
            #expect(error?.description.contains("a folder") == true)
        }
    }
}
