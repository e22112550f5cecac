import Dispatch
import Synchronization

/// What `body` makes of every row and its place among `rows`, in their order.
///
/// - Throws: The first error in the order of the rows, however the workers ran.
func eachInParallel<Result: Sendable>(
    _ rows: [Int],
    workers: Int,
    _ body: @Sendable (_ row: Int, _ position: Int) throws -> Result
) throws -> [Result] {
    let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: rows.count))
    let workers = max(1, min(workers, rows.count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for position in stride(from: worker, to: rows.count, by: workers) {
            let result = Swift.Result { try body(rows[position], position) }
            results.withLock { $0[position] = result }
        }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
}
