import Backbones
import Cohorts
import Diagnostics
import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import Training

/// Real trainings of a few steps.
@Suite(.serialized) struct FoldTrainerTests {
    @Test func `A training that broke off continues to the same bytes as an undisturbed one`() throws {
        var tiny = try TinyTraining()
        tiny.configuration.epochs = 2
        try Places.withTemporaryFolder { folder in
            let whole = folder.appending(path: "whole")
            try tiny.train(into: whole)

            let broken = folder.appending(path: "broken")
            // The first epoch reads 24 crops to train and the inner part to watch; the second breaks off in its middle.
            let store = BreakingStore(
                store: try #require(tiny.cohort.crops),
                readsBeforeFailure: 24 + tiny.split.inner.count + 9
            )
            #expect(throws: TrainingError.self) {
                try tiny.train(into: broken, source: CropSource(ids: tiny.cohort.ids, store: store))
            }
            #expect(try TinyTraining.history(broken).count == 1)
            try tiny.train(into: broken)
            for name in [FoldFiles.best, FoldFiles.last, FoldFiles.metrics, FoldFiles.state] {
                let expected = try Data(contentsOf: whole.appending(path: name))
                #expect(try Data(contentsOf: broken.appending(path: name)) == expected, "\(name)")
            }
            // A finished training is not touched again.
            let before = try FileManager.default.attributesOfItem(atPath: whole.appending(path: FoldFiles.last).path)
            try tiny.train(into: whole, source: CropSource(ids: tiny.cohort.ids, store: BreakingStore.broken(store)))
            let after = try FileManager.default.attributesOfItem(atPath: whole.appending(path: FoldFiles.last).path)
            #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
        }
    }

    @Test func `float16 with the gradient scaler trains on the CPU`() throws {
        var tiny = try TinyTraining()
        tiny.precision = .float16
        try Places.withTemporaryFolder { folder in
            try tiny.train(into: folder)
            let history = try TinyTraining.history(folder)
            #expect(history.count == 1)
            let epoch = try #require(history.first)
            #expect(epoch.loss.isFinite && epoch.loss > 0)
            // 65,536, halved for every step that overflowed.
            #expect(epoch.gradientScale == 65_536 / Double(1 << epoch.skippedSteps))
            #expect(epoch.skippedSteps < 3)
            let weights = try TinyTraining.tensors(folder.appending(path: FoldFiles.best))
            #expect(weights.values.allSatisfy { $0.allSatisfy(\.isFinite) })
        }
    }

    @Test func `float32 needs no scaler`() throws {
        let tiny = try TinyTraining()
        try Places.withTemporaryFolder { folder in
            try tiny.train(into: folder)
            #expect(try TinyTraining.history(folder).map(\.gradientScale) == [1])
        }
    }

    /// AdamW's first step moves a weight by its learning rate, whatever the size of its gradient.
    @Test func `A pretrained backbone learns a hundred times slower than the head`() throws {
        var tiny = try TinyTraining()
        tiny.configuration.stepsPerEpoch = 1
        tiny.configuration.weightDecay = 0
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "pretrained.safetensors")
            let before = try tiny.saveFreshWeights(to: file)
            tiny.weights = file
            try tiny.train(into: folder)
            let moved = try largestMove(from: before, to: folder)
            #expect(Tolerance(relative: 0.05).accepts(moved.backbone, 1e-5))
            #expect(moved.head > 5e-4)
        }
    }

    @Test func `A backbone without pretrained weights learns at the head's rate`() throws {
        var tiny = try TinyTraining()
        tiny.configuration.stepsPerEpoch = 1
        tiny.configuration.weightDecay = 0
        tiny.configuration.backboneLearningRate = 0
        try Places.withTemporaryFolder { folder in
            let fresh = folder.appending(path: "fresh")
            try tiny.train(into: fresh)
            tiny.configuration.headLearningRate = 0
            let still = folder.appending(path: "still")
            try tiny.train(into: still)
            let moved = try largestMove(
                from: TinyTraining.tensors(still.appending(path: FoldFiles.best)),
                to: fresh
            )
            #expect(Tolerance(relative: 0.05).accepts(moved.backbone, 1e-3))
        }
    }

    @Test(arguments: [true, false])
    func `Batch normalisation keeps its statistics unless told otherwise`(freezes: Bool) throws {
        var tiny = try TinyTraining(backbone: "tf_efficientnet_lite0")
        tiny.configuration.stepsPerEpoch = 1
        #expect(tiny.configuration.freezesBatchNormalisation)
        tiny.configuration.freezesBatchNormalisation = freezes
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "pretrained.safetensors")
            let before = try tiny.saveFreshWeights(to: file)
            tiny.weights = file
            try tiny.train(into: folder)
            let after = try TinyTraining.tensors(folder.appending(path: FoldFiles.best))
            for name in ["bn1.running_mean", "bn1.running_var"] {
                let statistics = try #require(after[name])
                #expect((statistics == before[name]) == freezes, "\(name)")
            }
            #expect(after["bn1.weight"] != before["bn1.weight"])
        }
    }

    @Test func `A loss that is not a number stops the training with the remedy`() throws {
        var tiny = try TinyTraining()
        tiny.configuration.headLearningRate = 1e30
        try Places.withTemporaryFolder { folder in
            let error = try #require(throws: TrainingError.self) { try tiny.train(into: folder) }
            #expect(error.category == .failure)
            #expect(error.problem.location?.hasPrefix("convnextv2_atto fold 0") == true)
            #expect(error.problem.remedy?.contains("Lower head_learning_rate") == true)
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: FoldFiles.best).path))
        }
    }

    @Test func `A crop that cannot be read stops the training and is named`() throws {
        let tiny = try TinyTraining()
        let store = BreakingStore(store: try #require(tiny.cohort.crops), readsBeforeFailure: 0)
        try Places.withTemporaryFolder { folder in
            let error = try #require(throws: TrainingError.self) {
                try tiny.train(into: folder, source: CropSource(ids: tiny.cohort.ids, store: store))
            }
            #expect(error.problem.location?.contains("crop of ISIC_") == true)
        }
    }

    /// How far the first step moved any weight of the backbone and of the head.
    private func largestMove(from before: [String: [Float]], to folder: URL) throws -> (backbone: Double, head: Double)
    {
        let after = try TinyTraining.tensors(folder.appending(path: FoldFiles.best))
        let variant = try BackboneRegistry.variant(named: "convnextv2_atto")
        var moved = (backbone: 0.0, head: 0.0)
        for (name, values) in after {
            let reference = try #require(before[name])
            let distance = zip(values, reference).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
            switch variant.group(of: name) {
            case .backbone: moved.backbone = max(moved.backbone, distance)
            case .head: moved.head = max(moved.head, distance)
            }
        }
        return moved
    }
}

/// A crop store that fails after a number of reads, as a disc does.
private final class BreakingStore: CropStore {
    private let store: any CropStore
    private let left: Atomic<Int>

    init(store: any CropStore, readsBeforeFailure: Int) {
        self.store = store
        left = Atomic(readsBeforeFailure)
    }

    /// The same crops, none of which can be read.
    static func broken(_ other: BreakingStore) -> BreakingStore {
        BreakingStore(store: other.store, readsBeforeFailure: 0)
    }

    var location: URL { store.location }
    var identifiers: [String] { store.identifiers }
    func contains(_ id: String) -> Bool { store.contains(id) }

    func jpeg(for id: String) throws -> [UInt8] {
        if left.subtract(1, ordering: .relaxed).oldValue <= 0 {
            throw TrainingError(Problem("the disc broke"), category: .failure)
        }
        return try store.jpeg(for: id)
    }
}
