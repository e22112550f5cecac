import Foundation

/// The memory of this process.
enum ProcessMemory {
    /// The largest resident size so far in MiB, as the kernel counts it (`VmHWM`), or 0 where it cannot be read.
    static var peakMiB: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
            return kibibytes / 1024
        }
        return 0
    }
}
