import Diagnostics
public import Foundation
import Storage

/// Writes a report: the page, and the data of every figure and named table as CSV in a folder beside it.
public struct ReportFile: Sendable {
    /// The page.
    public let page: URL
    /// The folder of the CSV files: `<page's name>-data`.
    public let data: URL

    /// Names the page; the data's folder follows from it.
    public init(_ page: URL) {
        self.page = page
        data = URL(filePath: page.deletingPathExtension().relativePath + "-data")
    }

    /// The largest page without the chart library: bigger ones are slow to open.
    public static let largestPage = 5 << 20

    /// Writes the report. CSV files of an earlier report are replaced; the folder holds nothing else.
    ///
    /// - Throws: `StorageError` where a file cannot be written, `ReportError` where the page is too large to open well.
    public func write(_ report: ReportDocument, library: ChartLibrary) throws {
        let markup = ReportPage(report: report, library: library, dataFolder: data.lastPathComponent).markup
        let size = markup.utf8.count - library.source.utf8.count
        guard size <= Self.largestPage else {
            throw ReportError(
                Problem(
                    "the report is too large to open well",
                    at: page.relativePath,
                    expected: "at most \(Self.largestPage >> 20) MB without the chart library",
                    found: "\(size >> 20) MB"
                ),
                category: .failure
            )
        }
        // The page first: where it cannot be put, no folder is made either.
        try AtomicFile.write(markup, to: page)
        try Folder.create(data)
        for name in try Folder.contents(data) where name.hasSuffix(".csv") {
            try? FileManager.default.removeItem(at: data.appending(path: name))
        }
        for (name, table) in report.dataTables {
            try AtomicFile.write(table.csv, to: data.appending(path: "\(name).csv"))
        }
    }
}
