import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

/// The examples of FIPS 180-4 as NIST publishes them.
private let published: [(text: String, hex: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
]

@Suite struct SHA256Tests {
    @Test(arguments: published)
    func bytesAndFilesHaveThePublishedDigest(text: String, hex: String) throws {
        #expect(SHA256Digest.of(text).hex == hex)
        #expect(SHA256Digest.of(Data(text.utf8)).hex == hex)
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "text")
            try AtomicFile.write(text, to: file)
            #expect(try SHA256Digest.of(file: file).hex == hex)
        }
    }

    @Test func piecesGiveTheDigestOfTheWhole() {
        var hasher = SHA256Hasher()
        for piece in ["ab", "", "c"] { hasher.update(piece.utf8) }
        #expect(hasher.finish() == SHA256Digest.of("abc"))
    }

    @Test func onlySixtyFourHexadecimalDigitsAreADigest() throws {
        let hex = published[1].hex
        #expect(SHA256Digest(hex: hex.uppercased())?.hex == hex)
        #expect(SHA256Digest(hex: String(hex.dropLast())) == nil)
        #expect(SHA256Digest(hex: "g" + hex.dropFirst()) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SHA256Digest].self, from: Data("[\"12\"]".utf8))
        }
        let digest = SHA256Digest.of("abc")
        #expect(try JSONDecoder().decode([SHA256Digest].self, from: JSONEncoder().encode([digest])) == [digest])
    }

    @Test func aMissingFileAndAFolderAreErrorsWithThePath() throws {
        try Places.withTemporaryFolder { folder in
            let missing = folder.appending(path: "missing.bin")
            let error = #expect(throws: StorageError.self) { try SHA256Digest.of(file: missing) }
            #expect(error?.problem.location == missing.relativePath)
            #expect(error?.category == .missingResource)
            #expect(throws: StorageError.self) { try SHA256Digest.of(file: folder) }
        }
    }
}
