import Dispatch
import Foundation
import Synchronization

/// The processors of this machine, asked for once: the answer takes files to read.
enum Cores {
    static let count = ProcessInfo.processInfo.activeProcessorCount
}

/// Calls `body` with 0, 1, … `count - 1` on all cores and returns the results in that order.
///
/// Each result comes from one call, so that the number of threads changes nothing.
func concurrentMap<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    let results = [Result?](unsafeUninitializedCapacity: count) { elements, initializedCount in
        elements.initialize(repeating: nil)
        // Every call writes its own element, and all have returned before the elements are read.
        nonisolated(unsafe) let elements = elements
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(count, Cores.count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                elements[index] = body(index)
            }
        }
        initializedCount = count
    }
    return results.compactMap { $0 }
}
