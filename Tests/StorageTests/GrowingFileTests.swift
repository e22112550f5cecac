import Foundation
import Storage
import TestSupport
import Testing

@Suite struct GrowingFileTests {
    @Test func `What is appended stands in the file in order`() throws {
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "growing")
            let file = try GrowingFile(creating: url)
            for part in 0..<30 {
                let bytes = [UInt8](repeating: UInt8(part), count: part * 1_000)
                try bytes.withUnsafeBytes { try file.append($0) }
            }
            let expected = (0..<30).flatMap { [UInt8](repeating: UInt8($0), count: $0 * 1_000) }
            #expect(file.count == expected.count)
            #expect(try Data(contentsOf: url) == Data(expected))
        }
    }

    @Test func `A file that is there already is not overwritten`() throws {
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "there")
            try Data("before".utf8).write(to: url)
            #expect(throws: StorageError.self) { try GrowingFile(creating: url) }
            #expect(try Data(contentsOf: url) == Data("before".utf8))
        }
    }
}
