import Dispatch
import Foundation

/// Makes things on several cores and hands them over one at a time, in order.
///
/// Whoever makes the thing that is next hands it over, with those behind it that are ready; the other cores go on making.
///
/// - Parameters:
///   - count: How many things there are: number 0, 1, … `count - 1`.
///   - workers: On how many threads, the caller's among them.
///   - workspace: Makes what a thread works with, used for one thing after the other.
///   - place: Makes a place for one thing, used again and again; there are twice as many as threads.
///   - make: Makes a thing in a place.
///   - handOver: Takes a thing from its place.
/// - Throws: What `handOver` throws; nothing more is handed over then, and hardly anything made.
public func concurrentSequence<Workspace, Place>(
    _ count: Int,
    workers: Int = Cores.count,
    workspace: @Sendable () -> Workspace,
    place: () -> Place,
    make: @Sendable (Int, Workspace, Place) -> Void,
    handOver: (Int, Place) throws -> Void
) throws {
    let workers = min(workers, count)
    let sequence = OrderedHandOver(count: count, places: (0..<workers * 2).map { _ in place() })
    // Only one thread at a time calls it.
    nonisolated(unsafe) let handOver = handOver
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
        let workspace = workspace()
        while let (index, place) = sequence.next() {
            make(index, workspace, place)
            sequence.finish(index, in: place, handOver)
        }
    }
    if let failure = sequence.failure { throw failure }
}

/// What is being made, what waits for those before it, and the places that are free.
private final class OrderedHandOver<Place>: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    // All below is guarded by `condition`.
    private var free: [Place]
    private var taken = 0
    private var ready: [Int: Place] = [:]
    private var handedOver = 0
    private var isHandingOver = false
    private(set) var failure: (any Error)?

    init(count: Int, places: [Place]) {
        self.count = count
        free = places
    }

    /// The next number and a place for it; nil where there is no more to make, or a hand-over has failed.
    func next() -> (Int, Place)? {
        condition.withLock {
            while free.isEmpty, taken < count, failure == nil { condition.wait() }
            guard taken < count, failure == nil, let place = free.popLast() else { return nil }
            taken += 1
            return (taken - 1, place)
        }
    }

    /// Notes that a thing is made, and hands over what is next, unless another thread is at it.
    func finish(_ index: Int, in place: Place, _ handOver: (Int, Place) throws -> Void) {
        condition.lock()
        defer { condition.unlock() }
        ready[index] = place
        guard !isHandingOver else { return }
        isHandingOver = true
        while failure == nil, let place = ready.removeValue(forKey: handedOver) {
            condition.unlock()
            let result = Result { try handOver(handedOver, place) }
            condition.lock()
            if case .failure(let error) = result { failure = error }
            handedOver += 1
            free.append(place)
            condition.broadcast()
        }
        isHandingOver = false
    }
}
