import Diagnostics
import Dispatch
import Foundation
import Synchronization

/// How many batches wait for the model at most.
private let depth = 2

/// Prepares the batches of a plan ahead of the model.
///
/// A few batches are made in the background, one after the other, so memory stays flat however long the plan is.
final class BatchLoader<Batch: Sendable>: @unchecked Sendable {
    private let plan: [[Int]]
    private let patience: Double
    private let prepare: @Sendable (_ rows: [Int], _ firstSample: Int) throws -> Batch
    /// Begins at 0 and is raised in `init`: a semaphore that is released below its first value ends the process.
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)
    private let ready = Mutex<[Result<Batch, any Error>]>([])
    private let stopped = Mutex(false)
    private var taken = 0

    /// How long `next` has waited in all.
    private(set) var waited = Duration.zero

    /// Starts to prepare.
    ///
    /// - Parameters:
    ///   - plan: The lesions of every batch, as positions in the cohort.
    ///   - patience: How many seconds a batch may take; one that comes later than that will not come.
    ///   - prepare: Makes a batch of its lesions and the place of its first sample in the plan.
    init(
        plan: [[Int]],
        patience: Double = 300,
        prepare: @escaping @Sendable (_ rows: [Int], _ firstSample: Int) throws -> Batch
    ) {
        self.plan = plan
        self.patience = patience
        self.prepare = prepare
        for _ in 0..<depth { free.signal() }
        DispatchQueue(label: "cygnet.batch-loader", qos: .userInitiated).async { self.produce() }
    }

    /// Waits for the next batch and its lesions; nil after the last.
    ///
    /// - Throws: The error of the first crop that could not be prepared; `TrainingError` where the crops do not come.
    func next() throws -> (rows: [Int], batch: Batch)? {
        guard taken < plan.count else { return nil }
        let start = ContinuousClock.now
        defer { waited += ContinuousClock.now - start }
        guard filled.wait(timeout: .now() + patience) == .success else { throw starved() }
        let rows = plan[taken]
        taken += 1
        let batch = ready.withLock { $0.removeFirst() }
        free.signal()
        return (rows, try batch.get())
    }

    /// Stops preparing. A loader that is not read to its end must be stopped, or its thread waits for ever.
    func stop() {
        stopped.withLock { $0 = true }
        free.signal()
    }

    private func starved() -> TrainingError {
        TrainingError(
            Problem(
                "the crops do not come",
                at: "batch \(taken + 1) of \(plan.count)",
                expected: "a batch within \(patience.formatted()) seconds",
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
            let batch = Result { try prepare(rows, firstSample) }
            firstSample += rows.count
            ready.withLock { $0.append(batch) }
            filled.signal()
        }
    }
}
