public import Diagnostics
public import Foundation
import Storage

/// The chart library (plotly.js), embedded once in every report so that it opens without a network.
public struct ChartLibrary: Sendable {
    let source: String

    /// Reads the library from `plotly.min.js`.
    ///
    /// - Throws: `ReportError` where the file is not there or is not the library.
    public init(_ file: URL) throws {
        guard let text = try? String(contentsOf: file, encoding: .utf8), text.contains("Plotly") else {
            throw ReportError(
                Problem(
                    "the chart library is not there",
                    at: file.relativePath,
                    expected: "plotly.min.js",
                    remedy: "Run script/bootstrap"
                )
            )
        }
        // Inside a page the text must not end its own element.
        source = text.replacingOccurrences(of: "</script", with: "<\\/script", options: .caseInsensitive)
    }
}

/// A report that cannot be made.
public struct ReportError: CygnetError, Equatable {
    /// The kind of failure.
    public let category: ErrorCategory
    /// What is wrong and what to do.
    public let problem: Problem

    /// Makes an error.
    public init(_ problem: Problem, category: ErrorCategory = .missingResource) {
        self.category = category
        self.problem = problem
    }
}
