public import Cohorts
public import Diagnostics
import Foundation
import Parallelism
import Storage
import Tables

/// Everything that an exploratory analysis of a cohort finds: numbers only, for a report, a notebook or a program.
public struct Exploration: Sendable {
    /// The name of the metadata file.
    public let source: String
    /// The sha256 of the metadata file.
    public let sourceHash: String
    /// The rows and columns of the metadata.
    public let rows: Int
    public let columns: Int
    /// How rare malignant lesions are.
    public let balance: Part<ClassBalance>
    /// How lesions are spread over patients.
    public let patients: Part<PatientCounts>
    /// What is missing.
    public let missingness: Missingness
    /// The columns of numbers, the most telling first.
    public let measurements: Part<[MeasurementSummary]>
    /// Which measurements say the same.
    public let correlations: Part<Correlations>
    /// Malignant rates by body site.
    public let sites: Part<[CategoryRates]>
    /// Malignant rates by hospital.
    public let hospitals: Part<CategoryRates>
    /// Malignant rates by sex, age and the other categories.
    public let demographics: Part<[CategoryRates]>
    /// How malignant lesions stand out within their patient.
    public let uglyDuckling: Part<UglyDuckling>
    /// The crops.
    public let crops: Part<CropExploration>
    /// What lies far out.
    public let outliers: Part<Outliers>
    /// What would tell the answer.
    public let leaks: Part<LeakColumns>
    /// How far the cohort lies from the reference; nil where none was named.
    public let drift: CohortDrift?
    /// What reading the cohort warned of.
    public let warnings: [String]
    /// What the report calls patients and lesions.
    public let aliases: PatientAliases
    /// What needs attention, the worst first.
    public private(set) var alerts: [Alert] = []
    /// What follows for training.
    public private(set) var decisions: Decisions

    private static let siteColumns: Set<String> = ["anatom_site_general", "tbp_lv_location", "tbp_lv_location_simple"]

    /// Explores a cohort, and how far it lies from a reference where one is given.
    ///
    /// - Throws: `StorageError` where the metadata cannot be read for its hash.
    public init(
        _ cohort: Cohort,
        reference: Cohort? = nil,
        options: ExplorationOptions = ExplorationOptions(),
        progress: Diagnostics.Progress
    ) throws {
        source = cohort.location.lastPathComponent
        sourceHash = try SHA256Digest.of(file: cohort.location).hex
        warnings = cohort.warnings.map(\.description)
        rows = cohort.count
        columns = cohort.table.columnNames.count
        aliases = PatientAliases(cohort, showsIdentifiers: options.showsIdentifiers)
        let prepared = PreparedCohort(cohort)
        progress(.message("explore: \(rows) lesions, \(prepared.measurements.count) measurements"))

        balance = prepared.noClasses.map { .unavailable($0) } ?? .available(ClassBalance(prepared))
        patients =
            prepared.groups.map { .available(PatientCounts(prepared, groups: $0)) }
            ?? .unavailable(prepared.noGroups ?? "")
        missingness = Missingness(prepared)
        let noNumbers = prepared.measurements.isEmpty ? "The file has no columns of numbers." : nil
        let summaries = concurrentMap(prepared.measurements.count) {
            MeasurementSummary(prepared.measurements[$0], in: prepared)
        }
        measurements =
            noNumbers.map { .unavailable($0) } ?? .available(summaries.sorted { $0.separation > $1.separation })
        correlations =
            Correlations(prepared).map { .available($0) }
            ?? .unavailable(noNumbers ?? "There are fewer than two columns of numbers.")
        (sites, hospitals, demographics) = Self.categories(prepared)
        uglyDuckling = Self.uglyDuckling(prepared, noNumbers: noNumbers, aliases: aliases, seed: options.seed)
        crops =
            cohort.crops.map {
                .available(CropExploration(prepared, crops: $0, options: options, progress: progress))
            } ?? .unavailable("The cohort has no crops (a folder or an HDF5 file can be named with --images).")
        outliers = noNumbers.map { .unavailable($0) } ?? .available(Outliers(prepared))
        leaks = prepared.noClasses.map { .unavailable($0) } ?? .available(LeakColumns(prepared))
        drift = reference.map { CohortDrift(reference: PreparedCohort($0), current: prepared) }
        decisions = Decisions(prepared, missingness: missingness, leaks: leaks.content, hash: sourceHash)
        alerts = Alert.all(of: self)
    }

    private static func categories(
        _ prepared: PreparedCohort
    ) -> (Part<[CategoryRates]>, Part<CategoryRates>, Part<[CategoryRates]>) {
        let sites = prepared.categories.filter { siteColumns.contains($0.name) }.map { CategoryRates($0, in: prepared) }
        let hospital = prepared.categories.first { $0.name == ISICSchema.hospital }
        let others = prepared.categories.filter {
            !siteColumns.contains($0.name) && $0.name != ISICSchema.hospital
        }.map { CategoryRates($0, in: prepared) }
        let demographics = (CategoryRates(agesIn: prepared).map { [$0] } ?? []) + others
        return (
            sites.isEmpty ? .unavailable("The file has no column of body sites.") : .available(sites),
            hospital.map { .available(CategoryRates($0, in: prepared)) }
                ?? .unavailable("The file has no column attribution, which names the hospital."),
            demographics.isEmpty
                ? .unavailable("The file has no sex, age or other categories.") : .available(demographics)
        )
    }

    private static func uglyDuckling(
        _ prepared: PreparedCohort,
        noNumbers: String?,
        aliases: PatientAliases,
        seed: UInt64
    ) -> Part<UglyDuckling> {
        if let reason = prepared.noClasses ?? prepared.noGroups ?? noNumbers { return .unavailable(reason) }
        guard let groups = prepared.groups,
            let found = UglyDuckling(prepared, groups: groups, aliases: aliases, seed: seed)
        else { return .unavailable("No patient has enough lesions to compare a malignant one with its neighbours.") }
        return .available(found)
    }
}
