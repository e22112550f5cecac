import Dispatch
import Foundation

/// Makes things on all cores and hands them over one after the other, in order, on the caller's thread.
///
/// What is made lies in a ring of a few places, each used again and again: memory stays small and warm. A place is filled
/// anew once what it held has been handed over.
struct OrderedPipeline<Place: Sendable>: Sendable {
    private let places: [Place]
    private let workers: Int

    /// Makes a ring for so many workers; each may be ahead of the hand-over by one thing.
    init(workers: Int = Cores.count, place: () -> Place) {
        self.workers = workers
        places = (0...workers).map { _ in place() }
    }

    /// Calls `make` for 0, 1, … `count - 1` on several threads, and `handOver` for each once it is made, in that order.
    ///
    /// - Throws: What `handOver` throws; nothing more is made then.
    func run(
        _ count: Int,
        make: @escaping @Sendable (Int, Place) -> Void,
        handOver: (Int, Place) throws -> Void
    ) rethrows {
        let progress = PipelineProgress(count: count, places: places.count)
        let group = DispatchGroup()
        for _ in 0..<min(workers, count) {
            DispatchQueue.global(qos: .userInitiated).async(group: group) {
                while let index = progress.takeNext() {
                    make(index, places[index % places.count])
                    progress.finish(index)
                }
            }
        }
        // All threads have left the places before the caller goes on, also after an error.
        defer {
            progress.stop()
            group.wait()
        }
        for index in 0..<count {
            progress.waitUntilFinished(index)
            try handOver(index, places[index % places.count])
            progress.release()
        }
    }
}

/// Which things of a pipeline are begun, made and handed over.
private final class PipelineProgress: @unchecked Sendable {
    private let condition = NSCondition()
    private let places: Int
    private var end: Int
    // All below is guarded by `condition`.
    private var begun = 0
    private var isFinished: [Bool]
    private var released = 0

    init(count: Int, places: Int) {
        end = count
        self.places = places
        isFinished = Array(repeating: false, count: count)
    }

    /// The next thing to make, once there is a place for it; nil where there is nothing more to do.
    func takeNext() -> Int? {
        condition.withLock {
            guard begun < end else { return nil }
            let index = begun
            begun += 1
            while index >= released + places, index < end { condition.wait() }
            return index < end ? index : nil
        }
    }

    func finish(_ index: Int) {
        condition.withLock {
            isFinished[index] = true
            condition.broadcast()
        }
    }

    func waitUntilFinished(_ index: Int) {
        condition.withLock {
            while !isFinished[index] { condition.wait() }
        }
    }

    /// Frees the place of the thing that was handed over last.
    func release() {
        condition.withLock {
            released += 1
            condition.broadcast()
        }
    }

    /// Lets no further thing be begun.
    func stop() {
        condition.withLock {
            end = 0
            condition.broadcast()
        }
    }
}
