import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storage

@Suite struct AtomicFileTests {
    @Test func everyKindOfBytesArrivesWhole() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.bin")
            try AtomicFile.write([1, 2, 3] as [UInt8], to: file)
            #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
            try AtomicFile.write(Data([4, 5]), to: file)
            #expect(try Data(contentsOf: file) == Data([4, 5]))
            try AtomicFile.write("Gänse\n", to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "Gänse\n")
            try AtomicFile.write([UInt8](), to: file)
            #expect(try Data(contentsOf: file).isEmpty)
            // A sequence without storage of its own.
            try AtomicFile.write((0..<300).lazy.map { UInt8($0 & 255) }, to: file)
            #expect(try Data(contentsOf: file).count == 300)
            #expect(try Folder.contents(folder) == ["a.bin"])
        }
    }

    @Test func aThrowingWriterLeavesThePreviousFileAndNothingElse() throws {
        struct Interrupted: Error {}
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.txt")
            try AtomicFile.write("old", to: file)
            #expect(throws: Interrupted.self) {
                try AtomicFile.replace(file) { temporary in
                    try Data("half".utf8).write(to: temporary)
                    throw Interrupted()
                }
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == "old")
            #expect(try Folder.contents(folder) == ["a.txt"])
        }
    }

    @Test(arguments: AtomicFile.Step.allCases)
    func aDiskThatFillsUpAtAnyStepLeavesThePreviousFile(step: AtomicFile.Step) throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.txt")
            try AtomicFile.write("old", to: file)
            let error = #expect(throws: StorageError.self) {
                try AtomicFile.replace(file, fault: { $0 == step ? ENOSPC : nil }) { temporary in
                    try Data("new".utf8).write(to: temporary)
                }
            }
            #expect(error?.description.contains("the disk is full") == true)
            #expect(error?.description.contains(file.path) == true)
            #expect(try String(contentsOf: file, encoding: .utf8) == "old")
            #expect(try Folder.contents(folder) == ["a.txt"])
        }
    }

    @Test func aFullDeviceIsReportedByTheWriteItself() throws {
        let error = #expect(throws: StorageError.self) {
            try FileDescriptor(writing: URL(filePath: "/dev/full")).write(Array("text".utf8))
        }
        #expect(
            error?.description
                == "/dev/full: cannot write the file: the disk is full. Free some space or choose another folder."
        )
    }

    @Test func aMissingFolderIsSaidBeforeTheWriterRuns() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "missing/a.txt")
            var ran = false
            let error = #expect(throws: StorageError.self) {
                try AtomicFile.replace(file) { _ in ran = true }
            }
            #expect(!ran)
            #expect(error?.category == .missingResource)
            #expect(error?.description.contains(file.path) == true)
            #expect(error?.description.contains("its folder does not exist") == true)
        }
    }

    @Test(.enabled(if: getuid() != 0, "the administrator may write everywhere"))
    func aFolderWithoutPermissionIsSaid() throws {
        try Places.withTemporaryFolder { folder in
            chmod(folder.path, 0o555)
            defer { chmod(folder.path, 0o755) }
            let error = #expect(throws: StorageError.self) {
                try AtomicFile.write("x", to: folder.appending(path: "a.txt"))
            }
            #expect(error?.description.contains("permission denied") == true)
        }
    }

    @Test func aFolderAndADeviceAreNotReplaced() throws {
        try Places.withTemporaryFolder { folder in
            let error = #expect(throws: StorageError.self) { try AtomicFile.write("x", to: folder) }
            #expect(error?.description.contains("it is a folder") == true)
        }
        let error = #expect(throws: StorageError.self) { try AtomicFile.write("x", to: URL(filePath: "/dev/null")) }
        #expect(error?.description.contains("device") == true)
    }

    @Test func aWriterThatWritesNothingIsAnError() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.txt")
            let error = #expect(throws: StorageError.self) { try AtomicFile.replace(file) { _ in } }
            #expect(error?.problem.location == file.relativePath)
            let remaining = try Folder.contents(folder)
            #expect(remaining.isEmpty)
        }
    }

    @Test func aLinkKeepsPointingToTheFileItPointedTo() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "real.txt")
            let link = folder.appending(path: "link.txt")
            try AtomicFile.write("old", to: file)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            try AtomicFile.write("new", to: link)
            #expect(try String(contentsOf: file, encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        }
    }

    @Test func leftoversOfKilledWritesAreRemovedAndNothingElse() throws {
        try Places.withTemporaryFolder { folder in
            for name in [AtomicFile.temporaryName(for: "a.txt"), "a.partial", ".hidden", "a.txt"] {
                try Data().write(to: folder.appending(path: name))
            }
            try AtomicFile.removeLeftovers(in: folder)
            #expect(try Folder.contents(folder) == [".hidden", "a.partial", "a.txt"])
        }
    }

    @Test func theLongestNameCanBeWritten() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: String(repeating: "n", count: 255))
            try AtomicFile.write("x", to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "x")
        }
    }

    @Test func aRelativePathIsWrittenAndShownAsItWasTyped() {
        let error = #expect(throws: StorageError.self) {
            try AtomicFile.write("x", to: URL(filePath: "no-such-folder/a.txt"))
        }
        #expect(error?.problem.location == "no-such-folder/a.txt")
    }
}
