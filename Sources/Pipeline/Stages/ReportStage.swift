import Diagnostics
import Foundation
import Reports

/// Writes the report, the model card and the checklist of the run.
struct ReportStage {
    let context: RunContext

    func run() throws {
        let record = context.ledger.record
        let inputs = record.stages.keys.sorted().filter { $0 != "report" }
            .reduce(StageInputs().with("version", text: CygnetVersion.current).with("notes", text: "\(record.notes)")) {
                $0.with($1, text: context.ledger.outputs(of: $1))
            }
        try context.ledger.stage("report", inputs: inputs) {
            let report = try RunReportExport(directory: context.directory, record: record)
            do {
                _ = try report.writePage(to: context.directory.report)
            } catch let error as ReportError where error.category == .missingResource {
                // The models are worth more than a page: it can be made later with `cygnet report`.
                context.progress(.warning("no report.html: \(error.problem)"))
                return try report.writeTexts()
            }
            return try [context.directory.report] + report.writeTexts()
        }
    }
}
