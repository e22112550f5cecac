import Exploration
import Foundation
import Tables

/// Keeps the columns that the report groups lesions by, so that it can be made without the cohort.
struct SubgroupStage {
    let context: RunContext

    func run() throws {
        let file = context.directory.subgroups
        try context.ledger.stage("subgroups", inputs: context.dataInputs) {
            try SubgroupColumns.table(context.cohort).writeParquet(to: file)
            return [file]
        }
    }
}
