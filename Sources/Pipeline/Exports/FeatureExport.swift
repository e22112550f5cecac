public import Cohorts
public import Diagnostics
public import Features
public import Foundation
import Tables

/// Writes the features of a cohort.
public enum FeatureExport {
    /// Computes the features that are local to a lesion or its patient and writes them as Parquet.
    ///
    /// - Throws: `CohortError` or `FeatureError` where a column is absent or wrong.
    public static func run(
        _ request: CohortRequest,
        family: FeatureFamily,
        to file: URL,
        progress: Diagnostics.Progress
    ) throws -> ExportSummary {
        var request = request
        let transformer = PatientFeatureTransformer(configuration: .init(family: family))
        request.requires.formUnion([.groups, .columns(transformer.inputColumns)])
        request.columns = []
        let clock = ContinuousClock()
        let started = clock.now
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        let read = clock.now
        let fitted = try transformer.fit(cohort.table, groups: cohort.groups)
        let matrix = try fitted.transform(cohort.table, groups: cohort.groups)
        let computed = clock.now
        try matrix.table(ids: cohort.table.texts(ISICSchema.identifier)).writeParquet(to: file)
        let parts = [("read", read - started), ("features", computed - read), ("write", clock.now - computed)]
        let seconds = parts.map { "\($0) \(String(format: "%.2f", $1 / .seconds(1))) s" }
        progress(.message("\(matrix.names.count) columns: \(seconds.joined(separator: ", "))"))
        return ExportSummary(file: file, lesions: cohort.ids.count, columns: matrix.names.count)
    }
}

/// The catalogue of features, as `cygnet features --describe` prints it.
public struct FeatureDescriptions: Encodable, Sendable {
    /// Every feature.
    public let features: [FeatureDescription]
    /// What is not computed, and why.
    public let note: String

    /// Describes the features of a family.
    public init(family: FeatureFamily) {
        features = FeatureCatalogue.entries(of: family)
        note = FeatureCatalogue.evolutionNote
    }

    /// One feature a line: name, formula, unit, criteria of the ABCD rule, source.
    public var text: String {
        let lines = features.map { feature in
            let criteria = feature.criteria.map(\.rawValue).joined()
            return [feature.name, feature.formula, feature.unit, criteria.isEmpty ? "-" : criteria, feature.source]
                .joined(separator: "\t")
        }
        return (["name\tformula\tunit\tcriteria\tsource"] + lines + [note]).joined(separator: "\n")
    }
}
