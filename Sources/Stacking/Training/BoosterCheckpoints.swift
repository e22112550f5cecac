internal import Boosting
internal import Foundation
internal import Storage

/// Finished boosters on disk: the unit of resuming, because LightGBM cannot resume within one and stay the same.
///
/// `checkpoints.json` names the key of the inputs and each finished booster's sha256. A booster is written before its
/// line, so a line always has its file; a file that was damaged since is trained again.
final class BoosterCheckpoints {
    private struct Record: Codable {
        var key: SHA256Digest
        var boosters: [String: SHA256Digest]
    }

    private static let fileName = "checkpoints.json"
    private let folder: URL
    private let elsewhere: BoosterCheckpoints?
    private var record: Record

    /// Opens the checkpoints in `folder`; those of another key are forgotten.
    ///
    /// - Parameters:
    ///   - folder: where boosters are saved.
    ///   - key: the hash of everything they depend on.
    ///   - elsewhere: a folder where boosters of the same key may have been trained already; they are copied.
    init(folder: URL, key: SHA256Digest, elsewhere: URL? = nil) throws {
        self.folder = folder
        self.elsewhere = try elsewhere.map { try BoosterCheckpoints(folder: $0, key: key) }
        try Folder.create(folder)
        let kept = try? JSONFile.read(Record.self, from: folder.appending(path: Self.fileName))
        record = kept.flatMap { $0.key == key ? $0 : nil } ?? Record(key: key, boosters: [:])
    }

    /// The finished booster at `path`, or nil where it has to be trained.
    func load(_ path: String) throws -> Booster? {
        if let digest = record.boosters[path] {
            if let booster = try? BoosterFile.load(from: folder.appending(path: path), sha256: digest) {
                return booster
            }
        }
        guard let booster = try elsewhere?.load(path) else { return nil }
        try save(booster, path)
        return booster
    }

    /// Saves a finished booster.
    func save(_ booster: Booster, _ path: String) throws {
        let url = folder.appending(path: path)
        try Folder.create(url.deletingLastPathComponent())
        record.boosters[path] = try BoosterFile.save(booster, to: url)
        try JSONFile.write(record, to: folder.appending(path: Self.fileName))
    }
}
