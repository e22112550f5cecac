import Cohorts
import Diagnostics
import Foundation
import Storage
import Training

/// What a cohort's files are, as hashes: a run that is continued on other data begins anew.
enum CohortFingerprint {
    /// The sha256 of the metadata and, where a run uses them, of the crops, by what they are.
    static func of(_ cohort: Cohort, includingCrops: Bool) throws -> [String: String] {
        var hashes = ["metadata": try SHA256Digest.of(file: cohort.location).hex]
        guard includingCrops else { return hashes }
        switch cohort.crops {
        case let store as HDF5CropStore:
            hashes["crops"] = try SHA256Digest.of(file: store.location).hex
        case let store?:
            var hasher = SHA256Hasher()
            for id in cohort.ids { hasher.update(try store.jpeg(for: id)) }
            hashes["crops"] = hasher.finish().hex
        case nil:
            break
        }
        return hashes
    }
}

extension Cohort {
    /// The crops in the order of the rows.
    func cropSource() throws -> CropSource {
        guard let crops else {
            throw RunError(Problem("the cohort has no crops", at: location.relativePath))
        }
        return CropSource(ids: ids, store: crops)
    }
}
