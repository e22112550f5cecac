import Cohorts
import Diagnostics
import Foundation
import Storage
import Tables
import Training

/// Measures the ABCD criteria on the crops.
struct PixelStage {
    let context: RunContext

    /// The measurements, one row per lesion in the cohort's order; nil where they are not wanted.
    func run() throws -> FeatureMatrix? {
        let settings = context.configuration.pixels
        guard context.configuration.measuresPixels else { return nil }
        let file = context.directory.pixels
        let inputs = context.dataInputs.with("pixels", text: settings.definition)
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
        return try FeatureMatrix(Table.readParquet(file))
    }
}
