internal import CTorchInterface
internal import Diagnostics
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// libCTorch.so and, through it, libtorch, found and opened.
struct TorchLibrary {
    /// Whether libtorch's CUDA operations came along.
    enum CUDA {
        case notAskedFor
        case ready
        case failed(TensorError)
    }

    let functions: ctorch_api
    let cuda: CUDA

    /// The full PyTorch that the user named, if any.
    private static var namedTorch: URL? {
        guard let path = ProcessInfo.processInfo.environment["CYGNET_TORCH"], !path.isEmpty else { return nil }
        return URL(filePath: path)
    }

    static func open(withCUDA: Bool) throws(TensorError) -> TorchLibrary {
        // libtorch then asks for huge pages where a tensor is large; filling pages of 4 kB costs a tenth of a forward pass.
        setenv("THP_MEM_ALLOC_ENABLE", "1", 0)
        if let torch = namedTorch {
            try checkVersion(of: torch)
            // Opened first and globally, these satisfy libCTorch.so's needs, whatever path was built into it.
            for name in ["libc10.so", "libtorch_cpu.so"] {
                try open(torch.appending(path: "lib/\(name)"), remedy: "Let CYGNET_TORCH name site-packages/torch")
            }
        }
        let cuda = withCUDA ? openCUDA() : .notAskedFor
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let library = try open(
            folder.appending(path: "libCTorch.so"),
            remedy: namedTorch == nil
                ? "Let CYGNET_TORCH name the site-packages/torch of a PyTorch \(release), or in a clone run script/bootstrap"
                : "Run script/bootstrap, then script/build"
        )
        guard let symbol = dlsym(library, "ctorch_table") else {
            throw .library("libCTorch.so does not hold ctorch_table", remedy: "Run script/build")
        }
        let table = unsafeBitCast(symbol, to: ctorch_table_function.self)().pointee
        try check(table)
        return TorchLibrary(functions: table, cuda: cuda)
    }

    /// The release of libtorch that Cygnet is built with: its interface changes with every release.
    static let release = "2.11"

    /// Refuses a PyTorch of another release before its libraries fail with the name of some symbol.
    private static func checkVersion(of torch: URL) throws(TensorError) {
        let file = torch.appending(path: "version.py")
        guard let text = try? String(contentsOf: file, encoding: .utf8), let version = version(inPython: text),
            !isOfRelease(version)
        else { return }
        throw TensorError(
            .missingResource,
            Problem(
                "CYGNET_TORCH names a PyTorch of another release",
                at: torch.path,
                expected: "\(release).*",
                found: version,
                remedy: "Install torch==\(release).0 and let CYGNET_TORCH name its site-packages/torch"
            )
        )
    }

    /// `2.11.0+cu130` of PyTorch's `version.py`, which holds `__version__ = '2.11.0+cu130'`.
    static func version(inPython text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix("__version__") {
            let parts = line.split(whereSeparator: { "'\"".contains($0) })
            if parts.count > 1 { return String(parts[1]) }
        }
        return nil
    }

    static func isOfRelease(_ version: String) -> Bool {
        version.split(separator: ".").prefix(2).joined(separator: ".") == release
    }

    private static let cudaRemedy =
        "Install PyTorch \(release) with CUDA and let CYGNET_TORCH name its site-packages/torch"

    private static func cudaLibrary(of torch: URL) -> URL { torch.appending(path: "lib/libtorch_cuda.so") }

    /// Says what is missing before anything is opened, so that the processor can still be used.
    static func checkForCUDA() throws(TensorError) {
        guard let torch = namedTorch else {
            throw .library("CUDA needs a full PyTorch \(release)", remedy: cudaRemedy)
        }
        guard FileManager.default.fileExists(atPath: cudaLibrary(of: torch).path) else {
            throw .library("This PyTorch has no CUDA", at: torch.path, remedy: cudaRemedy)
        }
    }

    /// Opens the library that holds libtorch's CUDA operations; they register themselves.
    private static func openCUDA() -> CUDA {
        guard let torch = namedTorch else { return .notAskedFor }
        do throws(TensorError) {
            try open(cudaLibrary(of: torch), remedy: cudaRemedy)
            return .ready
        } catch {
            return .failed(error)
        }
    }

    @discardableResult
    private static func open(_ file: URL, remedy: String) throws(TensorError) -> UnsafeMutableRawPointer {
        guard let library = dlopen(file.path, RTLD_NOW | RTLD_GLOBAL) else {
            let reason = dlerror().map { String(cString: $0) } ?? "unknown reason"
            throw .library("The tensor library could not be opened (\(reason))", at: file.path, remedy: remedy)
        }
        return library
    }

    private static func check(_ table: ctorch_api) throws(TensorError) {
        guard table.interface_version == CTORCH_INTERFACE_VERSION else {
            throw .library("libCTorch.so is of another build than this program", remedy: "Run script/build")
        }
        let loaded = String(cString: table.torch_version())
        guard isOfRelease(loaded) else {
            throw TensorError(
                .missingResource,
                Problem(
                    "libtorch has another version than the one Cygnet was built with",
                    expected: "\(release).*",
                    found: loaded,
                    remedy: "Install torch==\(release).0, or unset CYGNET_TORCH"
                )
            )
        }
        let runtimes = OpenMP.loadedRuntimes()
        guard runtimes.count <= 1 else {
            throw TensorError(
                .missingResource,
                Problem(
                    "More than one OpenMP runtime is loaded, which makes threads fight",
                    expected: "one",
                    found: runtimes.joined(separator: " and "),
                    remedy: "Run script/bootstrap again, and unset LD_PRELOAD"
                )
            )
        }
    }
}

/// The OpenMP runtimes in this process: libtorch and LightGBM must share one.
enum OpenMP {
    /// The paths of the distinct OpenMP libraries that are mapped.
    static func loadedRuntimes() -> [String] {
        // The file claims to have no bytes, so it is read to its end rather than by its size.
        guard let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd() else { return [] }
        return runtimes(inMaps: String(decoding: maps, as: UTF8.self))
    }

    /// The paths of the distinct OpenMP libraries in the text of `/proc/<pid>/maps`; a file is its device and inode.
    static func runtimes(inMaps maps: String) -> [String] {
        var pathOfFile: [String: String] = [:]
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6 else { continue }
            let path = String(fields[5])
            let name = path.split(separator: "/").last ?? ""
            if ["libgomp", "libomp", "libiomp"].contains(where: name.hasPrefix) {
                pathOfFile["\(fields[3]) \(fields[4])"] = path
            }
        }
        return pathOfFile.values.sorted()
    }
}
