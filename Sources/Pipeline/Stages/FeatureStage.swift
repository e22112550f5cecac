import Cohorts
import Diagnostics
import Features
import Foundation
import Stacking
import Storage
import Tables
import Training

/// Computes the features from the metadata and the pixel measurements, and keeps the fitted definition for prediction.
struct FeatureStage {
    let context: RunContext
    /// The pixel measurements; nil where there are none.
    let pixels: FeatureMatrix?

    /// The features, one row per lesion in the cohort's order; no column where the configuration leaves them out.
    func run() throws -> FeatureMatrix {
        let configuration = context.configuration
        let count = context.cohort.ids.count
        guard configuration.usesFeatures else { return FeatureMatrix(rowCount: count) }
        let file = context.directory.features
        let definition = context.directory.featureDefinition
        let family = configuration.featureFamily
        let excluded = Set(configuration.excludedColumns)
        let table = configuration.tabularFeatures ? context.featureTable : Table(rowCount: count)
        let inputs = context.dataInputs.with("family", text: family.rawValue)
            .with("excluded", text: excluded.sorted().joined(separator: " "))
            .with("tabular", text: "\(configuration.tabularFeatures)")
            .with("pixels", text: pixels == nil ? "" : context.ledger.outputs(of: "pixels"))
        try context.ledger.stage("features", inputs: inputs) {
            let transformer = PatientFeatureTransformer(configuration: .init(family: family))
            if configuration.tabularFeatures {
                warnOfMissing(transformer.inputColumns.filter { !table.contains($0) && !excluded.contains($0) })
            }
            let patients = context.patients
            let fitted = try transformer.fit(table, groups: patients, additional: pixels)
            let matrix = try fitted.transform(table, groups: patients, additional: pixels)
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
