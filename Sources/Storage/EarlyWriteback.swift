import Dispatch
public import Foundation

/// Lets the disk begin with a file that is still being written, so that the wait for it at the end is short.
public struct EarlyWriteback: Sendable {
    private let url: URL
    private let queue = DispatchQueue(label: "cygnet.writeback")

    /// Names the file that is being written.
    public init(_ url: URL) { self.url = url }

    /// Starts to bring to the disk what the file holds by now; returns at once.
    ///
    /// This only saves time, so a failure says nothing: the `fsync` at the end reports whether the bytes are safe.
    public func start() {
        queue.async { [url] in
            try? FileDescriptor(reading: url).synchronize()
        }
    }
}
