import Diagnostics
import Dispatch
import Foundation
public import Imaging
import Randomness
import Synchronization

/// Crops of one size that go through the model together.
public struct CropBatch: Sendable {
    /// The lesions, as positions in the cohort.
    public let rows: [Int]
    /// Their crops, all of the model's input size.
    public let images: [RGBImage]
}

/// Decodes, augments and resizes batches ahead of the model.
///
/// A few batches are prepared in the background, each by parallel workers, so memory stays flat however long the plan is.
/// Every sample has its own random stream, named by the seed and its place in the plan: neither the number of workers nor
/// their timing changes a pixel.
public final class BatchLoader: @unchecked Sendable {
    /// How crops become model input.
    public struct Preparation: Sendable {
        /// The height and width of the model input.
        public var size: Int
        /// The random changes of training, or nil where crops are only resized.
        public var augmentation: Augmentation?
        /// The seed of all samples; another one for every epoch.
        public var seed: UInt64
        /// How many crops are prepared at the same time.
        public var workers: Int
        /// How many seconds a batch may take; crops that come later than that will not come.
        public var patience: Double

        /// Describes how crops become model input.
        public init(
            size: Int,
            augmentation: Augmentation? = nil,
            seed: UInt64 = 0,
            workers: Int,
            patience: Double = 300
        ) {
            self.size = size
            self.augmentation = augmentation
            self.seed = seed
            self.workers = workers
            self.patience = patience
        }
    }

    /// How many batches wait for the model at most.
    private static let depth = 2

    private let source: CropSource
    private let plan: [[Int]]
    private let preparation: Preparation
    /// Begins at 0 and is raised in `init`: a semaphore that is released below its first value ends the process.
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)
    private let ready = Mutex<[Result<CropBatch, any Error>]>([])
    private let stopped = Mutex(false)
    private var taken = 0

    /// How long `next` has waited in all.
    public private(set) var waited = Duration.zero

    /// Starts to prepare the batches of `plan`; each lists positions in the cohort.
    public init(source: CropSource, plan: [[Int]], preparation: Preparation) {
        self.source = source
        self.plan = plan
        self.preparation = preparation
        for _ in 0..<Self.depth { free.signal() }
        DispatchQueue(label: "cygnet.batch-loader", qos: .userInitiated).async { self.produce() }
    }

    /// Waits for the next batch; nil after the last.
    ///
    /// - Throws: The error of the first crop that could not be prepared; `TrainingError` where the crops do not come.
    public func next() throws -> CropBatch? {
        guard taken < plan.count else { return nil }
        let start = ContinuousClock.now
        defer { waited += ContinuousClock.now - start }
        guard filled.wait(timeout: .now() + preparation.patience) == .success else { throw starved() }
        taken += 1
        let batch = ready.withLock { $0.removeFirst() }
        free.signal()
        return try batch.get()
    }

    /// Stops preparing. A loader that is not read to its end must be stopped, or its thread waits for ever.
    public func stop() {
        stopped.withLock { $0 = true }
        free.signal()
    }

    private func starved() -> TrainingError {
        TrainingError(
            Problem(
                "the crops do not come",
                at: "batch \(taken + 1) of \(plan.count)",
                expected: "a batch within \(preparation.patience.formatted()) seconds",
                found: "none",
                remedy: "Check that the disk or network folder of the crops answers, or copy the crops to a local disk"
            ),
            category: .failure
        )
    }

    private func produce() {
        var firstSample = 0
        for rows in plan {
            free.wait()
            if stopped.withLock({ $0 }) { return }
            let batch = Result { try prepare(rows, firstSample: firstSample) }
            firstSample += rows.count
            ready.withLock { $0.append(batch) }
            filled.signal()
        }
    }

    private func prepare(_ rows: [Int], firstSample: Int) throws -> CropBatch {
        let prepared = Mutex([Result<RGBImage, any Error>?](repeating: nil, count: rows.count))
        let workers = max(1, min(preparation.workers, rows.count))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for position in stride(from: worker, to: rows.count, by: workers) {
                let image = Result { try self.image(row: rows[position], sample: firstSample + position) }
                prepared.withLock { $0[position] = image }
            }
        }
        // In the batch's order: the first error is the same however the workers ran.
        return CropBatch(rows: rows, images: try prepared.withLock { $0 }.compactMap { try $0?.get() })
    }

    private func image(row: Int, sample: Int) throws -> RGBImage {
        let image = try source.image(at: row)
        guard let augmentation = preparation.augmentation else {
            return image.resized(width: preparation.size, height: preparation.size)
        }
        var generator = SeededGenerator(seed: preparation.seed, keys: UInt64(sample))
        return augmentation(image, size: preparation.size, generator: &generator)
    }
}
