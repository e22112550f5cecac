import Boosting
import Cohorts
import Diagnostics
import Foundation
import Randomness
import Storage
import Tables
import Tensors
import Training

/// What every stage of a run works with.
final class RunContext {
    let configuration: RunConfiguration
    let runtime: RuntimeRequest
    let directory: RunDirectory
    let progress: Diagnostics.Progress
    let cohort: Cohort
    let labels: [Int]
    let groups: TextColumn
    let ledger: StageLedger
    private var startedRuntime: TrainingRuntime?

    init(
        request: CohortRequest,
        configuration: RunConfiguration,
        runtime: RuntimeRequest,
        directory: RunDirectory,
        embeddings: [EmbeddingFile],
        progress: Diagnostics.Progress
    ) throws {
        self.runtime = runtime
        self.directory = directory
        self.progress = progress
        var request = request
        request.requires.formUnion([.labels, .groups])
        if configuration.usesImages { request.requires.insert(.crops) }
        let whole = try Cohort.load(request)
        for warning in whole.warnings { progress(.warning(warning.description)) }
        let configuration = configuration.settled(hasCrops: whole.crops != nil)
        self.configuration = configuration
        cohort = Self.limited(whole, configuration: configuration, progress: progress)
        guard let labels = cohort.labels, let groups = cohort.groups else {
            throw RunError(Problem("the cohort has no labels or no groups", at: request.data.path))
        }
        self.labels = labels
        self.groups = groups
        let record = try Self.record(
            in: directory,
            configuration: configuration,
            runtime: runtime,
            cohort: cohort,
            embeddings: embeddings
        )
        ledger = StageLedger(directory: directory, record: record, progress: progress)
    }

    /// libtorch, opened on first use: a run without images never needs it.
    func trainingRuntime() throws -> TrainingRuntime {
        if let startedRuntime { return startedRuntime }
        let started = try runtime.start()
        startedRuntime = started
        let version = try TensorRuntime.version()
        try ledger.update { $0.versions.torch = version }
        return started
    }

    /// libtorch as frozen embeddings need it.
    func embeddingRuntime() throws -> TrainingRuntime {
        try runtime.embeddingRuntime(from: trainingRuntime())
    }

    /// The weights that the configuration names.
    func weights(_ name: String, of backbone: String) throws -> WeightFile {
        try WeightFile(named: name, backbone: backbone, progress: progress)
    }

    /// The crops, for embeddings and image models.
    func cropSource() throws -> CropSource { try cohort.cropSource() }

    /// The metadata that features may be made from: the excluded columns are left out.
    var featureTable: Table {
        let excluded = Set(configuration.excludedColumns)
        return cohort.table.select(columns: Set(cohort.table.columnNames).subtracting(excluded))
    }

    /// The patients, where some have several lesions; nil where every lesion stands alone and there is nothing to compare.
    var patients: TextColumn? {
        let known = groups.codes.filter { $0 >= 0 }
        return Set(known).count < known.count ? groups : nil
    }

    /// What every stage depends on: the data, and how lesions are grouped.
    var dataInputs: StageInputs {
        ledger.record.data.sorted { $0.key < $1.key }.reduce(
            StageInputs().with("group", text: ledger.record.groupColumn).with(
                "benign_limit",
                text: "\(configuration.benignLimit) \(configuration.seed)"
            )
        ) { $0.with($1.key, text: $1.value) }
    }

    private static func limited(_ cohort: Cohort, configuration: RunConfiguration, progress: Diagnostics.Progress)
        -> Cohort
    {
        guard configuration.benignLimit > 0, let labels = cohort.labels else { return cohort }
        let benign = labels.indices.filter { labels[$0] == 0 }
        guard benign.count > configuration.benignLimit else { return cohort }
        var generator = SeededGenerator(seed: configuration.seed, keys: 0x6265_6E69)
        let kept = Set(generator.permutation(of: benign.count).prefix(configuration.benignLimit).map { benign[$0] })
        progress(.warning("training on \(kept.count) of \(benign.count) benign lesions (benign_limit)"))
        return cohort.select(rows: labels.indices.filter { labels[$0] == 1 || kept.contains($0) })
    }

    private static func record(
        in directory: RunDirectory,
        configuration: RunConfiguration,
        runtime: RuntimeRequest,
        cohort: Cohort,
        embeddings: [EmbeddingFile]
    ) throws -> RunRecord {
        let earlier: RunRecord? =
            FileManager.default.fileExists(atPath: directory.record.path)
            ? try RunRecord.read(directory) : nil
        return RunRecord(
            configuration: configuration,
            versions: .init(
                cygnet: CygnetVersion.current,
                torch: earlier?.versions.torch,
                lightgbm: Booster.libraryVersion
            ),
            data: try CohortFingerprint.of(cohort, includingCrops: configuration.usesImages),
            embeddings: try embeddings.map { .init(name: $0.name, sha256: try $0.sha256()) },
            groupColumn: cohort.groupColumn ?? "patient_id",
            threads: runtime.resolvedThreads,
            precision: runtime.resolvedPrecision.rawValue,
            notes: configuration.notes(labels: cohort.labels ?? []),
            stages: earlier?.stages ?? [:],
            peakMemoryMib: earlier?.peakMemoryMib ?? 0
        )
    }
}
