public import Cohorts
public import Diagnostics
public import Features
public import Foundation
import Morphometry
import Tables

/// Writes the features of a cohort.
public enum FeatureExport {
    /// Computes the features that are local to a lesion or its patient and writes them as Parquet, one column after the
    /// other: the whole matrix is never in memory.
    ///
    /// - Parameters:
    ///   - request: The cohort.
    ///   - family: The family of features.
    ///   - pixels: Whether measurements of the crops join them.
    ///   - file: The Parquet file; nil only checks and times the computation.
    ///   - progress: Where progress goes.
    /// - Throws: `CohortError` or `FeatureError` where a column is absent or wrong, `TrainingError` that names a damaged
    ///   crop.
    public static func run(
        _ request: CohortRequest,
        family: FeatureFamily,
        pixels: RunConfiguration.PixelSettings,
        to file: URL?,
        progress: Diagnostics.Progress
    ) throws -> ExportSummary {
        var request = request
        let transformer = PatientFeatureTransformer(configuration: .init(family: family))
        request.requires.formUnion([.groups, .columns(transformer.inputColumns)])
        request.columns = []
        if pixels.measured == .always { request.requires.insert(.crops) }
        try pixels.check()
        let clock = ContinuousClock()
        let started = clock.now
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        let read = clock.now
        let measured =
            pixels.joins(family, hasCrops: cohort.crops != nil)
            ? try PixelTable.measure(
                cohort.cropSource(),
                fieldOfView: pixels.fieldOfView,
                workers: ProcessInfo.processInfo.activeProcessorCount,
                progress: progress
            ).matrix : nil
        let fitted = try transformer.fit(cohort.table, groups: cohort.groups, additional: measured)
        let features = try fitted.stream(cohort.table, groups: cohort.groups, additional: measured)
        if let file {
            let identifiers = Column.text(try cohort.table.texts(ISICSchema.identifier))
            let identifierField = ParquetWriter.Field.column(identifiers, named: FeatureMatrix.identifierColumn)
            let fields = [identifierField] + features.names.map(ParquetWriter.Field.floats)
            try ParquetWriter.write(to: file, fields: fields) { writer in
                try writer.write(identifiers)
                try features.forEachColumn(writer.write)
            }
        } else {
            try features.forEachColumn { _ in }
        }
        let work = file == nil ? "features" : "features and write"
        let parts = [("read", read - started), (work, clock.now - read)]
        let seconds = parts.map { "\($0) \(String(format: "%.3f", $1 / .seconds(1))) s" }
        progress(.message("\(features.names.count) columns: \(seconds.joined(separator: ", "))"))
        return ExportSummary(file: file, lesions: cohort.count, columns: features.names.count)
    }
}

/// The catalogue of features, as `cygnet features --describe` prints it.
public struct FeatureDescriptions: Encodable, Sendable {
    /// Every feature.
    public let features: [FeatureDescription]
    /// What is not computed, and why.
    public let note: String

    /// Describes the features of a family, those measured on crops included where they belong to it.
    public init(family: FeatureFamily) {
        let pixels = RunConfiguration.PixelSettings().joins(family, hasCrops: true)
        features = FeatureCatalogue.entries(
            of: family,
            additional: pixels ? PixelMeasurement.all.map(FeatureDescription.init) : []
        )
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
