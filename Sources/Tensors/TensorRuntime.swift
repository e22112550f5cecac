internal import CTorchInterface
internal import Diagnostics
import Foundation
import Synchronization

/// libtorch in this process: opened on the first tensor, so that commands without tensors never pay for it.
public enum TensorRuntime {
    /// libtorch, opened once for all threads.
    private static let opened: Result<TorchLibrary, TensorError> = {
        do throws(TensorError) {
            return .success(try TorchLibrary.open(withCUDA: settings.withLock { $0.wantsCUDA }))
        } catch {
            return .failure(error)
        }
    }()

    /// What was set for the whole process.
    private static let settings = Mutex(Settings())

    private struct Settings {
        var threads: Int?
        var wantsCUDA = false
    }

    /// Opens libtorch if it is not open yet.
    ///
    /// It is looked for in the folder that the environment variable `CYGNET_TORCH` names (`.../site-packages/torch`), else
    /// where `script/bootstrap` left it.
    /// - Throws: `TensorError` of category `missingResource` where it is absent, of another version, or would bring a
    ///   second OpenMP runtime into the process.
    public static func load() throws(TensorError) {
        _ = try opened.get()
    }

    static func functions() throws(TensorError) -> ctorch_api {
        try opened.get().functions
    }

    /// The functions of libtorch, for a tensor that exists already.
    static var loaded: ctorch_api {
        guard case .success(let library) = opened else {
            preconditionFailure("a tensor exists only after libtorch was opened")
        }
        return library.functions
    }

    /// The version of the libtorch in use, such as `2.11.0`.
    public static func version() throws(TensorError) -> String {
        String(cString: try functions().torch_version())
    }

    /// The number of tensors, generators, streams and events that are alive; 0 where libtorch is not open. Tests watch it for leaks.
    public static var liveHandles: Int {
        guard case .success(let library) = opened else { return 0 }
        return Int(library.functions.live_handles())
    }

    /// Sets how many threads one operation may use. Results depend on it in their last bits, so it is set once.
    /// - Throws: `TensorError` where another number was set before.
    public static func setThreads(_ count: Int) throws(TensorError) {
        guard count > 0 else {
            throw TensorError(.usage, Problem("The number of threads must be positive", found: "\(count)"))
        }
        try load()
        let previous = settings.withLock { settings in
            defer { settings.threads = settings.threads ?? count }
            return settings.threads
        }
        guard previous == nil || previous == count else {
            throw TensorError(
                .failure,
                Problem("The number of threads was set already", expected: "\(previous ?? count)", found: "\(count)")
            )
        }
        if previous == nil {
            try perform("set the number of threads", []) { $0.set_threads(Int32(count), 1) }
        }
    }

    /// The number of threads one operation uses.
    public static func threads() throws(TensorError) -> Int {
        Int(try functions().thread_count())
    }

    /// Opens libtorch with its CUDA library, which needs a full PyTorch named by `CYGNET_TORCH`, and counts the devices.
    ///
    /// It must come before anything else that opens libtorch: the first question about CUDA settles for the whole process
    /// whether there is any, and libtorch asks it early.
    /// - Returns: the number of CUDA devices, at least one.
    /// - Throws: `TensorError` of category `missingResource` where the library or a device is absent.
    @discardableResult
    public static func enableCUDA() throws(TensorError) -> Int {
        try TorchLibrary.checkForCUDA()
        settings.withLock { $0.wantsCUDA = true }
        switch try opened.get().cuda {
        case .ready: break
        case .failed(let error): throw error
        case .notAskedFor:
            throw TensorError(.failure, Problem("libtorch was opened without CUDA before the GPU was asked for"))
        }
        var count: Int32 = 0
        try perform("count CUDA devices", []) { $0.cuda_device_count(&count) }
        guard count > 0 else {
            throw .library("No CUDA device was found", remedy: "Check the NVIDIA driver, or use --device cpu")
        }
        return Int(count)
    }
}
