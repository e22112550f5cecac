import Cohorts
import Diagnostics
import Foundation
import Stacking
import Tables
import Training

/// Deals the lesions to folds that share no patient.
struct FoldStage {
    let context: RunContext

    /// The fold of every lesion, in the cohort's order.
    func run() throws -> [Int] {
        let file = context.directory.folds
        try context.ledger.stage(
            "folds",
            inputs: context.dataInputs.with("folds", context.configuration.folds)
        ) {
            let folds = try FoldAssignment.make(cohort: context.cohort, configuration: context.configuration.folds)
            try FoldsFile.write(ids: context.cohort.ids, folds: folds, to: file)
            context.progress(.message(FoldSummary(cohort: context.cohort, folds: folds).text))
            return [file]
        }
        return try FoldsFile.read(file, ids: context.cohort.ids, groups: context.groups)
    }
}

/// Folds as the configuration asks for them.
enum FoldAssignment {
    static func make(cohort: Cohort, configuration: RunConfiguration.Folds) throws -> [Int] {
        guard let labels = cohort.labels, let groups = cohort.groups else {
            throw RunError(Problem("folds need labels and groups", at: cohort.location.relativePath))
        }
        switch configuration.scheme {
        case .patient:
            return try StratifiedGroupKFold(
                splits: configuration.count,
                shuffleSeed: configuration.shuffle ? configuration.seed : nil
            ).assign(labels: labels, groups: groups)
        case .hospital:
            return try HospitalFolds(hospitals: cohort.table.texts(ISICSchema.hospital), groups: groups).folds
        }
    }
}
