public import Cohorts
public import Diagnostics
public import Exploration
public import Foundation
import Reports
import Storage

/// Explores a cohort and writes the report, its data, the decisions and, where wanted, a notebook.
public struct ExplorationExport {
    private let cohort: CohortRequest
    private let reference: CohortRequest?
    private let options: ExplorationOptions

    /// Describes an exploration.
    ///
    /// - Parameters:
    ///   - cohort: the cohort; nothing but `isic_id` is required of it.
    ///   - reference: the cohort it is compared with.
    ///   - options: what is looked at.
    public init(cohort: CohortRequest, reference: CohortRequest? = nil, options: ExplorationOptions) {
        self.cohort = cohort
        self.reference = reference
        self.options = options
    }

    /// Explores, and writes `page`, the folder `<page>-data` and `<page>.json` beside it.
    ///
    /// - Throws: an error of the room that failed; each file is written whole or not at all.
    public func run(
        writing page: URL,
        notebook: URL? = nil,
        progress: Diagnostics.Progress
    ) throws -> ExplorationFiles {
        let library = try ChartLibrary.installed()
        let loaded = try Cohort.load(cohort)
        let other = try reference.map { try Cohort.load($0) }
        let found = try Exploration(loaded, reference: other, options: options, progress: progress)
        let document = ExplorationReport.document(found, version: CygnetVersion.current)
        let file = ReportFile(page)
        try file.write(document, library: library)
        let decisions = page.deletingPathExtension().appendingPathExtension("json")
        try JSONFile.write(ExplorationSummary(found), to: decisions)
        if let notebook { try Notebook(document, data: file.data, library: library).write(to: notebook) }
        return ExplorationFiles(
            report: page.relativePath,
            decisions: decisions.relativePath,
            data: file.data.relativePath,
            notebook: notebook?.relativePath,
            alerts: found.alerts.count
        )
    }
}

/// What an exploration wrote.
public struct ExplorationFiles: Encodable, Sendable {
    /// The page.
    public let report: String
    /// The decisions.
    public let decisions: String
    /// The folder of CSV files.
    public let data: String
    /// The notebook, where one was wanted.
    public let notebook: String?
    /// How many alerts there are.
    public let alerts: Int

    /// The paths, one a line.
    public var text: String {
        [report, decisions, data, notebook].compactMap { $0 }.joined(separator: "\n")
    }
}

extension ChartLibrary {
    /// The library that `script/bootstrap` installed.
    ///
    /// - Throws: `ReportError` where it is not there.
    static func installed() throws -> ChartLibrary {
        guard let folder = NativeLibraries.folder else {
            throw RunError(
                Problem("the chart library is not there", expected: "plotly.min.js", remedy: "Run script/bootstrap"),
                category: .missingResource
            )
        }
        return try ChartLibrary(folder.appending(path: "plotly/plotly.min.js"))
    }
}
