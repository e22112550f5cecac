import Cohorts
import Diagnostics
import Exploration
import Foundation
import TestSupport
import Testing

@testable import Reports

private let library = try? ChartLibrary(Places.project.appending(path: ".native/plotly/plotly.min.js"))

private func document(_ folder: URL, reference: URL? = nil, options: ExplorationOptions = .init()) throws
    -> ReportDocument
{
    let other = try reference.map { try Cohort.load(CohortRequest(data: $0)) }
    let found = try Exploration(
        Cohort.load(CohortRequest(data: folder)),
        reference: other,
        options: options,
        progress: Progress { _ in }
    )
    return ExplorationReport.document(found, version: "test")
}

/// The page without the chart library.
private func ownMarkup(_ report: ReportDocument) throws -> String {
    let library = try #require(library)
    return ReportPage(report: report, library: library, dataFolder: "d").markup
        .replacingOccurrences(of: library.source, with: "")
}

@Test func aReportIsOnePageWithItsDataBeside() throws {
    let library = try #require(library)
    let report = try document(SmallCohort.folder(), reference: SmallCohort.folder(), options: .init(thumbnails: true))
    try Places.withTemporaryFolder { folder in
        let file = ReportFile(folder.appending(path: "eda.html"))
        try file.write(report, library: library)
        let markup = try String(contentsOf: file.page, encoding: .utf8)
        #expect(markup.utf8.count - library.source.utf8.count < 2 << 20)
        #expect(markup.contains(ReportPage.banner))
        let own = markup.replacingOccurrences(of: library.source, with: "")
        #expect(!own.contains("http://") && !own.contains("https://"))
        #expect(report.figures.count >= 8)
        for figure in report.figures {
            #expect(own.contains("id=\"\(figure.name)-chart\""))
            #expect(!figure.description.isEmpty)
        }
        let written = try FileManager.default.contentsOfDirectory(atPath: file.data.path)
        #expect(Set(written) == Set(report.dataTables.map { "\($0.name).csv" }))
        // Every name in the contents leads somewhere, and no name is used twice.
        let names = report.sections.map(\.name) + report.figures.map { "figure-\($0.name)" }
        #expect(Set(names).count == names.count)
    }
}

@Test func noPatientIsNamedUnlessAskedFor() throws {
    let cohort = try SmallCohort.folder()
    let rows = try CSVRows(cohort.appending(path: "train-metadata.csv"))
    let names = Set(try rows.cells("patient_id") + rows.cells("isic_id"))
    func pageAndData(_ options: ExplorationOptions) throws -> String {
        let report = try document(cohort, options: options)
        return try ownMarkup(report)
            + report.dataTables.map(\.table.csv).joined()
    }
    let hidden = try pageAndData(.init(thumbnails: true))
    #expect(names.allSatisfy { !hidden.contains($0) })
    let shown = try pageAndData(.init(showsIdentifiers: true))
    #expect(names.contains { shown.contains($0) })
}

@Test func aReportWithoutMostColumnsStillStands() throws {
    try Places.withTemporaryFolder { folder in
        let text = "isic_id,target\n" + (0..<30).map { "L\($0),\($0 % 10 == 0 ? 1 : 0)\n" }.joined()
        try Data(text.utf8).write(to: folder.appending(path: "train-metadata.csv"))
        let report = try document(folder)
        #expect(try ownMarkup(report).contains("Unavailable. "))
        #expect(report.sections.count { $0.unavailable != nil } >= 8)
    }
}

@Test func thirtyLesionsOfOneHospitalWithoutAgesStillStand() throws {
    try SmallCohort.withCopy(changing: { rows in
        rows.rows = Array(rows.rows.prefix(30))
        try rows.set("attribution", to: rows.rows.map { _ in "One" })
        try rows.set("age_approx", to: rows.rows.map { _ in "" })
        try rows.set("target", to: rows.rows.indices.map { $0 % 9 == 0 ? "1" : "0" })
    }) { folder in
        try FileManager.default.removeItem(at: folder.appending(path: "train-image"))
        let report = try document(folder)
        #expect(try ownMarkup(report).firstMatch(of: /\b(nan|NaN|inf)\b/) == nil)
        #expect(report.figures.count >= 8)
    }
}

@Test func aNotebookHasTheSameChartsAndNumberedCells() throws {
    let library = try #require(library)
    let report = try document(SmallCohort.folder())
    try Places.withTemporaryFolder { folder in
        let data = folder.appending(path: "eda-data")
        let file = folder.appending(path: "01_eda.ipynb")
        try Notebook(report, data: data, library: library).write(to: file)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        )
        #expect(object["nbformat"] as? Int == 4 && object["nbformat_minor"] as? Int == 5)
        let cells = try #require(object["cells"] as? [[String: Any]])
        let identifiers = cells.compactMap { $0["id"] as? String }
        #expect(Set(identifiers).count == cells.count)
        let code = cells.filter { $0["cell_type"] as? String == "code" }
        #expect(code.compactMap { $0["execution_count"] as? Int } == Array(1...code.count))
        let sources = code.compactMap { $0["source"] as? String }
        for figure in report.figures { #expect(sources.contains("show(\"\(figure.name)\")")) }
    }
}
