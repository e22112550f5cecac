import Dispatch

/// Calls `body` with 0, 1, … `count - 1` on all cores and returns the results in that order.
func concurrentMap<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    let results = [Result?](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        buffer.initialize(repeating: nil)
        // Every call writes its own element, and all have returned before the buffer is read.
        nonisolated(unsafe) let elements = buffer
        DispatchQueue.concurrentPerform(iterations: count) { elements[$0] = body($0) }
        initializedCount = count
    }
    return results.compactMap { $0 }
}
