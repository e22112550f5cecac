import Foundation

/// What an export wrote.
public struct ExportSummary: Encodable, Sendable {
    /// The path of the file.
    public let path: String
    /// The number of lesions.
    public let lesions: Int
    /// The number of columns without `isic_id`.
    public let columns: Int

    init(file: URL, lesions: Int, columns: Int) {
        path = file.relativePath
        self.lesions = lesions
        self.columns = columns
    }

    /// The path, as the command prints it.
    public var text: String { path }
}
