internal import Diagnostics
public import Foundation
public import Storage

/// Model files: written whole, read only when they are what was written.
///
/// LightGBM trusts its model files blindly: of 120 damaged files 92 killed the process. So a file reaches LightGBM only
/// when its sha256 is the one on record and ``check(_:)`` accepted its structure.
public enum BoosterFile {
    /// Writes a booster's text and returns its sha256.
    @discardableResult
    public static func save(_ booster: Booster, to url: URL) throws -> SHA256Digest {
        try AtomicFile.write(booster.modelText, to: url)
        return SHA256Digest.of(Data(booster.modelText.utf8))
    }

    /// Loads a booster whose bytes must have the given sha256.
    ///
    /// - Throws: `BoostingError` where the bytes are others, or not a model; a Foundation error where there is no file.
    public static func load(from url: URL, sha256: SHA256Digest) throws -> Booster {
        let bytes = try Data(contentsOf: url)
        let found = SHA256Digest.of(bytes)
        guard found == sha256 else {
            throw BoostingError(
                .damagedModel,
                Problem(
                    "the model file is not the one that was saved",
                    at: url.lastPathComponent,
                    expected: "sha256 \(sha256.hex)",
                    found: found.hex,
                    remedy: "Restore the file, or train the stack again"
                )
            )
        }
        return try Booster(modelText: String(decoding: bytes, as: UTF8.self))
    }
}
