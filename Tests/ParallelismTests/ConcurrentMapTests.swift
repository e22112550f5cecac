import Foundation
import Parallelism
import Synchronization
import Testing

/// Results come in order, from one call each.
@Suite struct ConcurrentMapTests {
    @Test(arguments: [0, 1, 2, 1_000], [-1, 0, 1, 2, 7])
    func `Every number is mapped once, in order`(count: Int, workers: Int) {
        let calls = Mutex(0)
        let squares = concurrentMap(count, workers: workers) { index in
            calls.withLock { $0 += 1 }
            return index * index
        }
        #expect(squares == (0..<count).map { $0 * $0 })
        #expect(calls.withLock { $0 } == count)
    }

    @Test func `The first error in order is thrown, whichever comes first in time`() {
        struct Failure: Error, Equatable {
            let index: Int
        }
        #expect(throws: Failure(index: 3)) {
            _ = try concurrentMap(8, workers: 2) { index throws(Failure) in
                // Where there are two threads, the other one fails before this one does.
                if index == 3 { Thread.sleep(forTimeInterval: 0.05) }
                if index > 2 { throw Failure(index: index) }
            }
        }
    }

    @Test func `Results may be optional`() {
        let halves = concurrentMap(10) { $0 % 2 == 0 ? $0 / 2 : nil }
        #expect(halves == [0, nil, 1, nil, 2, nil, 3, nil, 4, nil])
    }
}
