import Foundation

/// The folder of libraries and weights that `script/bootstrap` installed.
enum NativeLibraries {
    /// Looks for `.native` from the running program's folder upwards, or nil where there is none.
    static var folder: URL? {
        var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: ".native")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
