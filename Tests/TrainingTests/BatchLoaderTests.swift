import Cohorts
import Diagnostics
import Dispatch
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Training

/// Batches that do not depend on how they were prepared.
@Suite struct BatchLoaderTests {
    private let plan = [[3, 1, 4, 1, 5], [9, 2, 6], [5, 3, 5, 8, 9, 7]]

    private func loader(
        _ source: CropSource,
        _ preparation: CropPreparation,
        patience: Double = 300
    ) -> BatchLoader<[RGBImage]> {
        BatchLoader(plan: plan, patience: patience) {
            try preparation.images(of: source, rows: $0, firstSample: $1)
        }
    }

    private func images(workers: Int, seed: UInt64 = 1, augmented: Bool = true) throws -> [[RGBImage]] {
        let loader = try loader(
            TinyTraining().source(),
            CropPreparation(
                size: 24,
                augmentation: augmented ? Augmentation(AugmentationConfiguration()) : nil,
                seed: seed,
                workers: workers
            )
        )
        var batches: [[RGBImage]] = []
        while let next = try loader.next() {
            #expect(next.rows == plan[batches.count])
            batches.append(next.batch)
        }
        return batches
    }

    @Test func `The number of workers changes no pixel`() throws {
        let one = try images(workers: 1)
        #expect(one.map(\.count) == plan.map(\.count))
        #expect(one.joined().allSatisfy { $0.width == 24 && $0.height == 24 })
        #expect(try images(workers: 4) == one)
        #expect(try images(workers: 64) == one)
    }

    @Test func `Another seed changes the augmented crops, and the same crop twice differs`() throws {
        let one = try images(workers: 2)
        #expect(try images(workers: 2, seed: 2) != one)
        #expect(one[0][1] != one[0][3])
    }

    @Test func `Without augmentation a crop is only resized`() throws {
        let source = try TinyTraining().source()
        let batches = try images(workers: 3, augmented: false)
        #expect(batches[0][1] == batches[0][3])
        #expect(try batches[1][0] == source.image(at: 9).resized(width: 24, height: 24))
    }

    @Test func `A loader that is stopped early ends its thread`() throws {
        let source = try TinyTraining().source()
        var loaders: [WeakLoader] = []
        for _ in 0..<20 {
            let loader = loader(source, CropPreparation(size: 8, workers: 2))
            _ = try loader.next()
            loader.stop()
            loaders.append(WeakLoader(loader: loader))
        }
        // The thread holds its loader until it ends.
        for _ in 0..<1000 where loaders.contains(where: { $0.loader != nil }) { usleep(10_000) }
        #expect(loaders.allSatisfy { $0.loader == nil })
    }

    @Test func `Crops that do not come end the wait with a remedy`() throws {
        let cohort = try TinyTraining().cohort
        let store = SilentStore(store: try #require(cohort.crops))
        let loader = loader(
            CropSource(ids: cohort.ids, store: store),
            CropPreparation(size: 8, workers: 2),
            patience: 0.2
        )
        let error = try #require(throws: TrainingError.self) { try loader.next() }
        #expect(error.category == .failure)
        #expect(error.problem.what == "the crops do not come")
        #expect(error.problem.location == "batch 1 of 3")
        #expect(error.problem.remedy?.contains("disk") == true)
        #expect(loader.waited >= .milliseconds(200))
        // Once they come after all, nothing is lost.
        store.answer()
        #expect(try loader.next()?.rows == plan[0])
        loader.stop()
    }

    private struct WeakLoader {
        weak var loader: BatchLoader<[RGBImage]>?
    }
}

/// A crop store that says nothing until it is told to, as a network folder does.
private final class SilentStore: CropStore {
    private let store: any CropStore
    private let gate = DispatchSemaphore(value: 0)

    init(store: any CropStore) {
        self.store = store
    }

    func answer() { gate.signal() }

    var location: URL { store.location }
    var identifiers: [String] { store.identifiers }
    func contains(_ id: String) -> Bool { store.contains(id) }

    func jpeg(for id: String) throws -> [UInt8] {
        gate.wait()
        defer { gate.signal() }
        return try store.jpeg(for: id)
    }
}
