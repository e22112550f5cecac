import Dispatch
import Synchronization

/// Calls `body` with 0, 1, … `count - 1` on several cores and returns the results in that order.
///
/// Each result comes from one call, so that the number of threads, `workers` at the most, changes nothing.
///
/// - Throws: The first error in the order of the numbers, however the threads ran.
public func concurrentMap<Success: Sendable, Failure: Error>(
    _ count: Int,
    workers: Int = Cores.count,
    _ body: @Sendable (Int) throws(Failure) -> Success
) throws(Failure) -> [Success] {
    let results = [Result<Success, Failure>?](unsafeUninitializedCapacity: count) { elements, initializedCount in
        elements.initialize(repeating: nil)
        // Every call writes its own element, and all have returned before the elements are read.
        nonisolated(unsafe) let elements = elements
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(count, max(workers, 1))) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                elements[index] = Result { () throws(Failure) in try body(index) }
            }
        }
        initializedCount = count
    }
    var successes: [Success] = []
    successes.reserveCapacity(count)
    for result in results {
        if let result { successes.append(try result.get()) }
    }
    return successes
}
