import Foundation
import Storage
import TestSupport
import Testing

@Suite struct EarlyWritebackTests {
    @Test func `A file that is still being written ends whole`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "growing")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            let writeback = EarlyWriteback(file)
            for part in 0..<20 {
                try handle.write(contentsOf: Data(repeating: UInt8(part), count: 100_000))
                writeback.start()
            }
            try handle.close()
            let written = try Data(contentsOf: file)
            #expect(written.count == 2_000_000)
            #expect((0..<20).allSatisfy { written[$0 * 100_000] == UInt8($0) })
        }
    }

    @Test func `A file that is not there is no failure`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "absent")
            EarlyWriteback(file).start()
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }
}
