import Foundation
import Glibc
import Storage

/// The part of a cohort a file belongs to.
enum CohortSplit: String, CaseIterable {
    case train, test
}

/// Where the files of one split lie.
struct SplitFiles {
    let split: CohortSplit
    let images: SyntheticCohortConfiguration.Images
    let folder: URL

    var metadata: URL { folder.appending(path: "\(split.rawValue)-metadata.csv") }
    var truth: URL { folder.appending(path: "test-truth.csv") }
    var cropFile: URL { folder.appending(path: "\(split.rawValue)-image.hdf5") }
    var cropFolder: URL { folder.appending(path: "\(split.rawValue)-image") }

    /// What is written, by name.
    var names: [String] {
        var files = [metadata]
        switch images {
        case .hdf5: files.append(cropFile)
        case .files: files.append(cropFolder)
        case .none: break
        }
        if split == .test { files.append(truth) }
        return files.map(\.lastPathComponent)
    }

    /// Removes what an earlier cohort left and this one will not replace: its rows would not match.
    func removeStale(isWanted: Bool) throws {
        let all = split == .test ? [metadata, cropFile, cropFolder, truth] : [cropFile, cropFolder]
        for url in all where !isWanted || !names.contains(url.lastPathComponent) {
            guard access(url.path, F_OK) == 0 else { continue }
            try FileManager.default.removeItem(at: url)
        }
    }
}
