import Cohorts
import Diagnostics
import Foundation
import Storage
import Tables
import Training

/// Measures the ABCD criteria on the crops.
struct PixelStage {
    let context: RunContext

    /// The measurements as features, one row per lesion in the cohort's order; no column where they are not wanted.
    func run() throws -> FeatureMatrix {
        let settings = context.configuration.pixels
        guard settings.measured else { return FeatureMatrix(rowCount: context.cohort.ids.count) }
        let file = context.directory.pixels
        let inputs = context.dataInputs.with("pixels", text: PixelFeatures.definition(settings))
        try context.ledger.stage("pixels", inputs: inputs) {
            let table = try PixelTable.measure(
                context.cropSource(),
                fieldOfView: settings.fieldOfView,
                workers: context.runtime.resolvedThreads,
                progress: context.progress
            )
            try table.matrix.table(ids: context.cohort.ids).writeParquet(to: file)
            return [file]
        }
        return try PixelFeatures.of(FeatureMatrix(Table.readParquet(file)), groups: context.groups)
    }
}
