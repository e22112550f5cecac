import Foundation
import Glibc
import Storage

/// Says in a folder that Cygnet filled it, and with which files: only those may be replaced or removed again.
struct CohortMarker: Codable {
    /// What the cohort was made from.
    let configuration: SyntheticCohortConfiguration
    /// The files and folders that Cygnet wrote, by name.
    let files: [String]

    static let fileName = "synthetic-cohort.json"

    /// The names that Cygnet wrote in a folder; empty where it has no marker.
    ///
    /// - Throws: `SynthesisError.foreignFiles` where a file of a cohort is there that Cygnet did not write.
    static func ownFiles(in folder: URL) throws -> [String] {
        let present = SplitFiles.allNames.filter { access(folder.appending(path: $0).path, F_OK) == 0 }
        let marker = folder.appending(path: fileName)
        let listed = access(marker.path, F_OK) == 0 ? try JSONFile.read(CohortMarker.self, from: marker).files : []
        let foreign = present.filter { !listed.contains($0) }
        guard foreign.isEmpty else { throw SynthesisError.foreignFiles(foreign, folder: folder.relativePath) }
        return present
    }

    func write(to folder: URL) throws {
        try JSONFile.write(self, to: folder.appending(path: Self.fileName))
    }
}
