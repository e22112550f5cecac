internal import CLightGBM
internal import Diagnostics
internal import Synchronization

/// The door to the LightGBM library: one call at a time, nothing printed, failures thrown.
///
/// LightGBM has a history of races between calls (#3675, #5482), so every call holds one lock; within a call LightGBM
/// uses its own threads. Its messages go to a callback, which LightGBM keeps per thread: it is registered anew in every
/// call, because Swift's tasks hop between threads.
///
/// The number of threads is one variable of the whole process, which any call's parameters change, while buffers keep the
/// size that it had when they were made: a dataset begun with one thread and filled with two is written past its end. So
/// every call sets the number first, and a handle is only ever used with the number it was made with.
enum LightGBM {
    private static let access = Mutex<Void>(())
    private static let heard = Mutex<String>("")
    private static let time = Mutex<Duration>(.zero)

    /// How long the library has worked so far, over all calls of the process.
    static var timeSpent: Duration { time.withLock { $0 } }

    /// Runs one call of the library; `action` says in an error what was tried.
    ///
    /// - Returns: the warnings that LightGBM gave.
    @discardableResult
    static func call(_ action: String, threads: Int, _ body: () -> Int32) throws(BoostingError) -> [String] {
        let (status, reason, log) = access.withLock { _ in
            LGBM_RegisterLogCallback { piece in
                guard let piece else { return }
                let text = String(cString: piece)
                LightGBM.heard.withLock { $0 += text }
            }
            OMP_SET_NUM_THREADS(Int32(max(1, threads)))
            let clock = ContinuousClock()
            let started = clock.now
            let status = body()
            time.withLock { $0 += clock.now - started }
            let reason = status == 0 ? "" : String(cString: LGBM_GetLastError())
            let log = heard.withLock { log in
                defer { log = "" }
                return log
            }
            return (status, reason, log)
        }
        guard status == 0 else {
            throw BoostingError(.library, Problem("LightGBM cannot \(action)", found: reason))
        }
        return warnings(in: log)
    }

    /// Frees a handle. There is nothing to be done about a failure.
    static func free(_ body: () -> Int32) {
        access.withLock { _ in _ = body() }
    }

    private static func warnings(in log: String) -> [String] {
        let mark = "[LightGBM] [Warning] "
        return log.split(separator: "\n").filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }
}

/// Passes each distinct warning of LightGBM on once: it repeats some for every tree.
struct WarningFilter {
    private let progress: Progress
    private var seen: Set<String> = []

    /// Said of every tree that could have had more leaves; of every round without a tree, which is counted instead; and of
    /// every sample for the bins that is smaller than LightGBM's own default, which `binningRows` is on purpose.
    private static let ordinary = [
        "No further splits with positive gain", "Stopped training because there are no more",
        "Using too small ``bin_construct_sample_cnt``",
    ]

    init(_ progress: Progress) {
        self.progress = progress
    }

    mutating func pass(_ warnings: [String]) {
        for warning in warnings where !Self.ordinary.contains(where: warning.hasPrefix) && seen.insert(warning).inserted
        {
            progress(.warning("LightGBM: \(warning)"))
        }
    }
}
