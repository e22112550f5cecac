import Cohorts
public import Diagnostics
import Exploration
public import Foundation
import Reports
import Storage

/// Makes the report of a finished run from what the run left behind; the cohort is not needed.
public struct RunReportExport {
    private let directory: RunDirectory
    private let found: RunFindings
    private let description: RunDescription

    /// Reads a run and computes what its report says.
    ///
    /// - Parameters:
    ///   - showsIdentifiers: whether patients and lesions are named by their identifiers.
    ///   - thumbnails: the cohort's folder, or its crops, for pictures of failures; nil shows none. A run does not know where
    ///     its cohort lies. Crops that are gone are a warning.
    ///   - progress: hears of what the report lacks.
    /// - Throws: `RunError` where the folder holds no finished run, an error of the room that failed.
    public init(run: URL, showsIdentifiers: Bool, thumbnails: URL? = nil, progress: Diagnostics.Progress) throws {
        let directory = RunDirectory(run)
        for file in [directory.record, directory.outOfFold, directory.metrics]
        where !FileManager.default.fileExists(atPath: file.path) {
            throw RunError(
                Problem(
                    "this is no finished run",
                    at: directory.root.relativePath,
                    expected: file.lastPathComponent,
                    found: "no such file",
                    remedy: "Name the folder of a finished run with --run, or finish it with cygnet train --resume"
                ),
                category: .badData
            )
        }
        let record = try RunRecord.read(directory)
        if !FileManager.default.fileExists(atPath: directory.subgroups.path) {
            progress(
                .warning("the run kept nothing to group lesions by; train again with --resume to add subgroups.parquet")
            )
        }
        try self.init(
            directory: directory,
            record: record,
            showsIdentifiers: showsIdentifiers,
            pictures: thumbnails.map { Self.pictures(in: $0, progress) } ?? .notWanted
        )
    }

    private static func pictures(in place: URL, _ progress: Diagnostics.Progress) -> RunPictures {
        do {
            return .crops(try CropPlace.open(place))
        } catch {
            progress(.warning("no pictures of missed cancers: \(error)"))
            // The page names no path of this machine.
            return .unavailable((error as? any CygnetError)?.problem.what ?? "the crops cannot be read")
        }
    }

    init(
        directory: RunDirectory,
        record: RunRecord,
        showsIdentifiers: Bool = false,
        pictures: RunPictures = .notWanted
    ) throws {
        self.directory = directory
        found = try RunFindings(
            RunMaterial(directory, record: record),
            showsIdentifiers: showsIdentifiers,
            pictures: pictures
        )
        description = try RunDescription(directory, record: record)
    }

    /// Writes the page and the folder `<page>-data` beside it.
    ///
    /// - Throws: `ReportError` where the chart library is not there, `StorageError` where a file cannot be written.
    public func writePage(to page: URL) throws -> RunReportFiles {
        let file = ReportFile(page)
        try file.write(RunReport.document(found, of: description), library: ChartLibrary.installed())
        return RunReportFiles(report: page.relativePath, data: file.data.relativePath)
    }

    /// Writes the model card and the checklist of the run, and returns where they are.
    func writeTexts() throws -> [URL] {
        try AtomicFile.write(ModelCard(found, of: description).markdown, to: directory.modelCard)
        try AtomicFile.write(Checklist(found, of: description).markdown, to: directory.checklist)
        return [directory.modelCard, directory.checklist]
    }
}

/// What a report of a run wrote.
public struct RunReportFiles: Encodable, Sendable {
    /// The page.
    public let report: String
    /// The folder of CSV files.
    public let data: String

    /// The paths, one a line.
    public var text: String { "\(report)\n\(data)" }
}
