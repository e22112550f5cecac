public import Foundation

/// The crops of a cohort, read one at a time: they are never all in memory.
public protocol CropStore: Sendable {
    /// The file or folder that holds the crops.
    var location: URL { get }

    /// The identifiers of all crops, sorted.
    var identifiers: [String] { get }

    /// Whether there is a crop of this identifier.
    func contains(_ id: String) -> Bool

    /// The JPEG bytes of a crop. May be called from several threads.
    ///
    /// - Throws: `CohortError` where the crop is missing or cannot be read.
    func jpeg(for id: String) throws -> [UInt8]
}
