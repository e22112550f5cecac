public import Cohorts
public import Diagnostics
public import Foundation
import Tables

/// How many lesions, malignant lesions and patients every fold holds.
public struct FoldSummary: Encodable, Sendable {
    /// One fold.
    public struct Fold: Encodable, Sendable {
        /// The number of the fold, from 0.
        public let fold: Int
        /// Its lesions.
        public let lesions: Int
        /// Its malignant lesions.
        public let malignant: Int
        /// Its patients.
        public let patients: Int
    }

    /// The folds in order.
    public let folds: [Fold]

    init(cohort: Cohort, folds: [Int]) {
        let labels = cohort.labels ?? []
        self.folds = (0...(folds.max() ?? 0)).map { fold in
            let rows = folds.indices.filter { folds[$0] == fold }
            return Fold(
                fold: fold,
                lesions: rows.count,
                malignant: rows.count { labels[$0] == 1 },
                patients: Set(rows.compactMap { cohort.groups?.codes[$0] }).count
            )
        }
    }

    /// The folds as a table of text.
    public var text: String {
        let rows = folds.map {
            TextTable.row(["\($0.fold)", "\($0.lesions)", "\($0.malignant)", "\($0.patients)"], widths: [4, 9, 10, 9])
        }
        return ([TextTable.row(["fold", "lesions", "malignant", "patients"], widths: [4, 9, 10, 9])] + rows)
            .joined(separator: "\n")
    }
}

/// Cells of text, aligned to the right.
enum TextTable {
    static func row(_ cells: [String], widths: [Int]) -> String {
        zip(cells, widths).map { cell, width in
            String(repeating: " ", count: max(0, width - cell.count)) + cell
        }.joined(separator: " ")
    }
}

/// Writes the folds of a cohort.
public enum FoldExport {
    /// Deals the lesions of a cohort to folds and writes `isic_id,fold`.
    ///
    /// - Throws: `CohortError` where the cohort cannot be split, for example one class or fewer patients than folds.
    public static func run(
        _ request: CohortRequest,
        configuration: RunConfiguration.Folds,
        to file: URL,
        progress: Diagnostics.Progress
    ) throws -> FoldSummary {
        var request = request
        request.requires.formUnion([.labels, .groups])
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        let folds = try FoldAssignment.make(cohort: cohort, configuration: configuration)
        try FoldsFile.write(ids: cohort.ids, folds: folds, to: file)
        return FoldSummary(cohort: cohort, folds: folds)
    }
}
