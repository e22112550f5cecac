import Dispatch
import Foundation

/// Makes things on several cores and hands them over one at a time, in order.
///
/// Whoever made a thing hands it over, while it is still in the core's cache; the other cores make the next ones meanwhile.
///
/// - Parameters:
///   - count: How many things there are: number 0, 1, … `count - 1`.
///   - workers: On how many threads, the caller's among them.
///   - memory: Makes what a thread may use for all its things.
///   - make: Makes a thing in the memory of its thread.
///   - handOver: Takes a thing from the memory of its thread.
/// - Throws: What `handOver` throws; nothing more is handed over then, and hardly anything made.
func concurrentSequence<Memory>(
    _ count: Int,
    workers: Int = Cores.count,
    memory: @Sendable () -> Memory,
    make: @Sendable (Int, Memory) -> Void,
    handOver: (Int, Memory) throws -> Void
) throws {
    let turns = Turns(count: count)
    // Only one thread at a time calls it.
    nonisolated(unsafe) let handOver = handOver
    DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
        let memory = memory()
        while let index = turns.takeNext() {
            make(index, memory)
            turns.inTurn(index) { try handOver(index, memory) }
        }
    }
    if let failure = turns.failure { throw failure }
}

/// Who comes next, and whose turn it is.
private final class Turns: @unchecked Sendable {
    // All below is guarded by `condition`.
    private let condition = NSCondition()
    private let count: Int
    private var taken = 0
    private var handedOver = 0
    private(set) var failure: (any Error)?

    init(count: Int) { self.count = count }

    /// The next number; nil where there is none, or a hand-over has failed.
    func takeNext() -> Int? {
        condition.withLock {
            guard taken < count, failure == nil else { return nil }
            taken += 1
            return taken - 1
        }
    }

    /// Waits until all before `index` have been handed over, and then calls `body`, unless one has failed.
    func inTurn(_ index: Int, _ body: () throws -> Void) {
        let isCalled = condition.withLock {
            while handedOver < index, failure == nil { condition.wait() }
            return failure == nil
        }
        guard isCalled else { return }
        let result = Result(catching: body)
        condition.withLock {
            handedOver += 1
            if case .failure(let error) = result { failure = error }
            condition.broadcast()
        }
    }
}
