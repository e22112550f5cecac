import Backbones
import Cohorts
import Diagnostics
import Foundation
import Networks
import Tables
import Tensors
import TestSupport
import Testing

@testable import Training

/// A training of seconds on the small cohort: a tiny network, tiny crops, a few steps.
struct TinyTraining {
    let cohort: Cohort
    let labels: [Int]
    let groups: TextColumn
    let split: InnerSplit
    var configuration: ImageModelConfiguration
    var weights: URL?
    var precision = DType.float32
    var crops = CropPlacement.auto

    init(backbone: String = "convnextv2_atto") throws {
        cohort = try Cohort.load(
            CohortRequest(data: SmallCohort.folder(), requires: [.labels, .groups, .crops])
        )
        labels = try #require(cohort.labels)
        groups = try #require(cohort.groups)
        let folds = try StratifiedGroupKFold(splits: 3, shuffleSeed: 1).assign(labels: labels, groups: groups)
        split = try InnerSplit(
            folds: folds,
            heldOut: 0,
            labels: labels,
            groups: groups,
            share: 0.3,
            benignLimit: 20,
            seed: 1
        )
        configuration = ImageModelConfiguration(backbone: backbone)
        configuration.size = 32
        configuration.batchSize = 8
        configuration.epochs = 1
        configuration.stepsPerEpoch = 3
        configuration.warmUpShare = 0
    }

    /// The crops of the cohort.
    func source() throws -> CropSource {
        CropSource(ids: cohort.ids, store: try #require(cohort.crops))
    }

    /// Trains fold 0 into a folder.
    func train(into folder: URL, source: CropSource? = nil) throws {
        let runtime = TrainingRuntime(precision: precision, threads: 2, crops: crops)
        let crops = try CropSupply(
            (source ?? self.source()).centred(configuration.centreShare),
            placement: runtime.crops,
            device: runtime.device,
            workers: runtime.threads,
            progress: .silent
        )
        try FoldTrainer(
            configuration: configuration,
            weights: weights,
            seed: 7,
            inputs: "inputs",
            fold: 0,
            folder: folder,
            runtime: runtime
        ).train(on: crops, labels: labels, split: split, progress: .silent)
    }

    /// Writes freshly initialised weights and returns them: what a pretrained backbone starts from.
    func saveFreshWeights(to url: URL) throws -> [String: [Float]] {
        let store = try ParameterStore(seed: 99)
        _ = try BackboneRegistry.variant(named: configuration.backbone).make(store.root, classes: 1, inputSize: 32)
        try store.save(to: url)
        return try Self.tensors(url)
    }

    /// The values of a weight file.
    static func tensors(_ url: URL) throws -> [String: [Float]] {
        try Safetensors.read(url).mapValues { try $0.to(.float32).flattened().floats() }
    }

    /// The lines of `metrics.jsonl`.
    static func history(_ folder: URL) throws -> [EpochMetrics] {
        try String(contentsOf: folder.appending(path: FoldFiles.metrics), encoding: .utf8)
            .split(separator: "\n").map { try JSONDecoder().decode(EpochMetrics.self, from: Data($0.utf8)) }
    }
}
