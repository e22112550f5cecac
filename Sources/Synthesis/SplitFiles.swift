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
    ///
    /// - Parameter own: The names of files that Cygnet wrote; no other file is touched.
    func removeStale(among own: [String], isWanted: Bool) throws {
        for name in Self.names(of: split) where own.contains(name) && !(isWanted && names.contains(name)) {
            // Metadata that is wanted is replaced whole; until then the earlier file stays.
            let url = folder.appending(path: name)
            guard access(url.path, F_OK) == 0 else { continue }
            try FileManager.default.removeItem(at: url)
        }
    }

    /// Everything that a cohort may have, by name.
    static let allNames = CohortSplit.allCases.flatMap(names(of:))

    private static func names(of split: CohortSplit) -> [String] {
        let folder = URL(filePath: "/")
        let all = SyntheticCohortConfiguration.Images.allCases.flatMap {
            SplitFiles(split: split, images: $0, folder: folder).names
        }
        return Set(all).sorted()
    }
}
