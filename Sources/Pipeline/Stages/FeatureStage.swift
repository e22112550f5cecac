import Cohorts
import Diagnostics
import Features
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Computes the tabular features and keeps the fitted definition for prediction.
struct FeatureStage {
    let context: RunContext

    /// The features, one row per lesion in the cohort's order; no column where the configuration leaves them out.
    func run() throws -> FeatureMatrix {
        guard context.configuration.tabularFeatures else { return FeatureMatrix(rowCount: context.cohort.ids.count) }
        let file = context.directory.features
        let definition = context.directory.featureDefinition
        let family = context.configuration.featureFamily
        let excluded = Set(context.configuration.excludedColumns)
        let table = context.featureTable
        let inputs = context.dataInputs.with("family", text: family.rawValue)
            .with("excluded", text: excluded.sorted().joined(separator: " "))
        try context.ledger.stage("features", inputs: inputs) {
            let transformer = PatientFeatureTransformer(configuration: .init(family: family))
            warnOfMissing(transformer.inputColumns.filter { !table.contains($0) && !excluded.contains($0) })
            let fitted = try transformer.fit(table, groups: context.groups)
            let matrix = try fitted.transform(table, groups: context.groups)
            try matrix.table(ids: context.cohort.ids).writeParquet(to: file)
            try JSONFile.write(fitted, to: definition)
            context.progress(.message("features: \(matrix.names.count) columns"))
            return [file, definition]
        }
        return try FeatureMatrix(Table.readParquet(file))
    }

    /// A cohort with few columns still trains, but a misspelt header must not go unseen.
    private func warnOfMissing(_ columns: [String]) {
        guard !columns.isEmpty else { return }
        let shown = columns.prefix(6).joined(separator: ", ")
        let rest = columns.count > 6 ? " and \(columns.count - 6) more" : ""
        let problem = Problem(
            "the features go without the missing columns \(shown)\(rest)",
            at: context.cohort.location.relativePath,
            remedy: "Check the header where the columns should be there"
        )
        context.progress(.warning(problem.description))
    }
}
