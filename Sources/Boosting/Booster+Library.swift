internal import Foundation

extension Booster {
    /// How long LightGBM itself has worked in this process so far: what remains of a stage's time is ours.
    public static var timeInLibrary: Duration { LightGBM.timeSpent }

    /// The release of the loaded LightGBM library, from the file in its package; the library itself does not tell.
    public static var libraryVersion: String {
        // Read to its end: the file has no size, and `String(contentsOfFile:)` gives nothing.
        let bytes = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
        let maps = String(decoding: bytes ?? Data(), as: UTF8.self)
        guard let line = maps.split(separator: "\n").first(where: { $0.hasSuffix("/lib_lightgbm.so") }),
            let start = line.firstIndex(of: "/")
        else { return "unknown" }
        // The wheel is unpacked as `lightgbm/lib/` beside `lightgbm-<version>.dist-info/`.
        let wheels = URL(filePath: String(line[start...])).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: wheels.path)) ?? []
        let description = names.first { $0.hasPrefix("lightgbm-") && $0.hasSuffix(".dist-info") }
        return description.map { String($0.dropFirst("lightgbm-".count).dropLast(".dist-info".count)) } ?? "unknown"
    }
}
