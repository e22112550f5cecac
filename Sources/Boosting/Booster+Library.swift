internal import Foundation

extension Booster {
    /// The release of the loaded LightGBM library, from the file in its package; the library itself does not tell.
    public static var libraryVersion: String {
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        guard let line = maps.split(separator: "\n").first(where: { $0.hasSuffix("/lib_lightgbm.so") }),
            let start = line.firstIndex(of: "/")
        else { return "unknown" }
        let package = URL(filePath: String(line[start...])).deletingLastPathComponent().deletingLastPathComponent()
        let text = try? String(contentsOf: package.appending(path: "VERSION.txt"), encoding: .utf8)
        return text?.split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}
