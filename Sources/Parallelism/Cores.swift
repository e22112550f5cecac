import Foundation

/// The processors of this machine, asked for once: the answer takes files to read.
public enum Cores {
    /// How many processors this process may use.
    public static let count = ProcessInfo.processInfo.activeProcessorCount
}
