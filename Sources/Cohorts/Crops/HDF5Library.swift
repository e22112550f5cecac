import CHDF5
import Synchronization

/// The one door to libhdf5, which need not be thread-safe: every call to it runs inside `withLibrary`.
enum HDF5Library {
    private static let isStarted = Mutex(false)

    /// Runs `body` alone, after the library has been started without plugins and without messages of its own.
    static func withLibrary<Result>(_ body: () throws -> Result) rethrows -> Result {
        try isStarted.withLock { isStarted in
            if !isStarted { isStarted = hdf5_start() >= 0 }
            hdf5_silence()
            return try body()
        }
    }

    /// Why the last call failed, in the library's words. Call it inside `withLibrary`.
    static func lastError() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            hdf5_last_error(start, buffer.count)
            return String(cString: start)
        }
    }
}

/// A handle of the library, closed when it goes out of scope. Use it inside `withLibrary`.
struct HDF5Handle: ~Copyable {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    /// Takes over `id`, or returns nil where it is the sign of a failure.
    init?(_ id: hid_t, closedBy close: @escaping (hid_t) -> herr_t) {
        guard id >= 0 else { return nil }
        self.id = id
        self.close = close
    }

    deinit { _ = close(id) }
}
