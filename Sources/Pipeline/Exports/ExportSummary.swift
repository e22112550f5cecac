import Foundation

/// What an export wrote.
public struct ExportSummary: Encodable, Sendable {
    /// The path of the file; nil where none was asked for.
    public let path: String?
    /// The number of lesions.
    public let lesions: Int
    /// The number of columns without `isic_id`.
    public let columns: Int

    init(file: URL?, lesions: Int, columns: Int) {
        path = file?.relativePath
        self.lesions = lesions
        self.columns = columns
    }

    /// The path, as the command prints it, or what would have been written.
    public var text: String { path ?? "\(columns) columns of \(lesions) lesions" }
}
