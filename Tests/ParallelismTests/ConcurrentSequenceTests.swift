import Parallelism
import Synchronization
import Testing

/// Things come in order, whoever makes them.
@Suite struct ConcurrentSequenceTests {
    /// What is made of a number, in a place of its own.
    private final class Place: Sendable {
        let square = Mutex(0)
    }

    @Test(arguments: [1, 2, 5], [0, 1, 3, 200])
    func `Things are handed over in order`(workers: Int, count: Int) throws {
        var squares: [Int] = []
        let threads = Mutex(0)
        try concurrentSequence(count, workers: workers) {
            threads.withLock { $0 += 1 }
            return Place()
        } place: {
            Place()
        } make: { index, work, place in
            work.square.withLock { $0 = index * index }
            place.square.withLock { $0 = work.square.withLock { $0 } }
        } handOver: { index, place in
            squares.append(place.square.withLock { $0 })
        }
        #expect(squares == (0..<count).map { $0 * $0 })
        #expect(threads.withLock { $0 } == min(workers, count), "one workspace for each thread")
    }

    @Test func `No more things are made ahead than there are places`() throws {
        let ahead = Mutex((made: 0, handedOver: 0, largest: 0))
        try concurrentSequence(100, workers: 3) {
        } place: {
            Place()
        } make: { _, _, _ in
            ahead.withLock {
                $0.made += 1
                $0.largest = max($0.largest, $0.made - $0.handedOver)
            }
        } handOver: { _, _ in
            ahead.withLock { $0.handedOver += 1 }
        }
        // Six places; the one that is being handed over has left the count, but not its place yet.
        #expect(ahead.withLock { $0.largest } <= 7)
    }

    @Test func `Once a hand-over failed, nothing more is handed over, and hardly anything made`() {
        struct Failure: Error {}
        let made = Mutex(0)
        var handedOver = 0
        #expect(throws: Failure.self) {
            try concurrentSequence(1_000, workers: 2) {
            } place: {
                Place()
            } make: { _, _, _ in
                made.withLock { $0 += 1 }
            } handOver: { index, _ in
                handedOver += 1
                if index == 4 { throw Failure() }
            }
        }
        #expect(handedOver == 5 && made.withLock { $0 } <= 10)
    }
}
