import Dispatch
import Foundation
import Synchronization

/// Calls `body` with 0, 1, … `count - 1` on all cores and returns the results in that order.
///
/// Each result comes from one call, so that the number of threads changes nothing.
func concurrentMap<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    concurrentMap(count, bufferSize: 0) { index, _ in body(index) }
}

/// The same, where every call may use a buffer of `bufferSize` numbers; each core has one for all its calls, so that the
/// system need not find new memory for each.
func concurrentMap<Result: Sendable>(
    _ count: Int,
    bufferSize: Int,
    _ body: @Sendable (Int, UnsafeMutableBufferPointer<Double>) -> Result
) -> [Result] {
    let results = [Result?](unsafeUninitializedCapacity: count) { elements, initializedCount in
        elements.initialize(repeating: nil)
        // Every call writes its own element, and all have returned before the elements are read.
        nonisolated(unsafe) let elements = elements
        let next = Atomic(0)
        let workers = min(count, ProcessInfo.processInfo.activeProcessorCount)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: bufferSize)
            defer { buffer.deallocate() }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                elements[index] = body(index, buffer)
            }
        }
        initializedCount = count
    }
    return results.compactMap { $0 }
}
