public import Cohorts
public import Diagnostics
import Tables
import Training

/// Lists every problem of a cohort.
public enum CohortCheck {
    /// What was found.
    public struct Report: Encodable, Sendable {
        /// One problem.
        public struct Entry: Encodable, Sendable {
            /// `error` or `warning`.
            public let severity: String
            /// The problem as one line.
            public let message: String
        }

        /// Every problem, errors first.
        public let problems: [Entry]
        /// How many problems are errors.
        public let errors: Int
        /// How many problems are warnings.
        public let warnings: Int
        /// What the cohort holds.
        public let summary: [String: Int]

        /// The report as lines of text.
        public var text: String {
            let lines = problems.map { "\($0.severity): \($0.message)" }
            let counts = summary.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            let verdict = errors == 0 ? "usable" : "not usable"
            return (lines + ["\(verdict): \(errors) errors, \(warnings) warnings; \(counts)"]).joined(separator: "\n")
        }

        /// The error that ends the command, or nil where the cohort is usable.
        public var error: (any CygnetError)? {
            guard errors > 0 else { return nil }
            return RunError(
                Problem(
                    "the cohort has \(errors) \(errors == 1 ? "error" : "errors")",
                    remedy: "Mend what is listed above"
                )
            )
        }
    }

    /// Examines a cohort: its columns, rows, identifiers, labels, and every crop.
    public static func run(_ request: CohortRequest, progress: Diagnostics.Progress) throws -> Report {
        var findings = CohortValidation.validate(request)
        // What can be counted is told also where something is missing.
        let cohort = try? Cohort.load(request)
        let summary = cohort.map(count) ?? [:]
        if let cohort, !findings.contains(where: { $0.severity == .error }) {
            findings += try undecodable(cohort, progress: progress).map { Finding(.error, $0) }
        }
        let entries = findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error }
        let errors = entries.count { $0.severity == .error }
        return Report(
            problems: entries.map { .init(severity: $0.severity.rawValue, message: $0.problem.description) },
            errors: errors,
            warnings: entries.count - errors,
            summary: summary
        )
    }

    private static func count(_ cohort: Cohort) -> [String: Int] {
        var summary = ["lesions": cohort.count]
        if let labels = cohort.labels { summary["malignant"] = labels.count { $0 == 1 } }
        if let groups = cohort.groups { summary["patients"] = Set(groups.codes).count }
        return summary
    }

    /// The problems of crops that are there but cannot be decoded; crops that are absent were found before.
    private static func undecodable(_ cohort: Cohort, progress: Diagnostics.Progress) throws -> [Problem] {
        guard let crops = cohort.crops else { return [] }
        let rows = cohort.ids.indices.filter { crops.contains(cohort.ids[$0]) }
        let source = try cohort.cropSource()
        let stage = "decode"
        progress(.started(stage: stage, total: rows.count, unit: "crops"))
        let problems = source.problems(at: rows) { progress(.advanced(stage: stage, completed: $0, note: "")) }
        progress(.finished(stage: stage, summary: "\(rows.count) crops"))
        return problems
    }
}
