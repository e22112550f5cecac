import Foundation

/// The folder of libraries and weights that `script/bootstrap` installed.
enum NativeLibraries {
    /// Looks for `.native` from the running program's folder upwards, in an unpacked distribution for `share/cygnet`; nil
    /// where there is neither.
    static var folder: URL? {
        var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            for name in [".native", "share/cygnet"] {
                let candidate = folder.appending(path: name)
                if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
