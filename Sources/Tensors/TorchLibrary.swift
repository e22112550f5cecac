internal import CTorchInterface
internal import Diagnostics
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Finds and opens libCTorch.so and, through it, libtorch.
enum TorchLibrary {
    /// The full PyTorch that the user named, if any.
    private static var namedTorch: URL? {
        guard let path = ProcessInfo.processInfo.environment["CYGNET_TORCH"], !path.isEmpty else { return nil }
        return URL(filePath: path)
    }

    static func open() throws(TensorError) -> ctorch_api {
        if let torch = namedTorch {
            // Opened first and globally, these satisfy libCTorch.so's needs, whatever path was built into it.
            for name in ["libc10.so", "libtorch_cpu.so"] {
                try open(torch.appending(path: "lib/\(name)"), remedy: "Let CYGNET_TORCH name site-packages/torch")
            }
        }
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let library = try open(
            folder.appending(path: "libCTorch.so"),
            remedy: "Run script/bootstrap, then script/build"
        )
        guard let symbol = dlsym(library, "ctorch_table") else {
            throw .library("libCTorch.so does not hold ctorch_table", remedy: "Run script/build")
        }
        let table = unsafeBitCast(symbol, to: ctorch_table_function.self)().pointee
        try check(table)
        return table
    }

    /// Opens the library that holds libtorch's CUDA operations; they register themselves.
    static func openCUDA() throws(TensorError) {
        guard let torch = namedTorch else {
            throw .library(
                "CUDA needs a full PyTorch with the version of script/bootstrap's",
                remedy: "Install it and let CYGNET_TORCH name its site-packages/torch"
            )
        }
        try open(
            torch.appending(path: "lib/libtorch_cuda.so"),
            remedy: "Install PyTorch with CUDA and let CYGNET_TORCH name its site-packages/torch"
        )
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
        let compiled = String(cString: table.compiled_torch_version())
        guard release(loaded) == release(compiled) else {
            throw TensorError(
                .missingResource,
                Problem(
                    "libtorch has another version than the one Cygnet was built with",
                    expected: compiled,
                    found: loaded,
                    remedy: "Install torch==\(compiled), or unset CYGNET_TORCH"
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

    /// `2.11` of `2.11.0+cu130`.
    private static func release(_ version: String) -> [Substring] {
        Array(version.split(separator: ".").prefix(2))
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
