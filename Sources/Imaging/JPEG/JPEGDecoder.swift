import CTurboJPEG
import Synchronization

/// A decoder of libjpeg-turbo, which one thread uses at a time and which is used again and again.
final class JPEGDecoder: @unchecked Sendable {
    /// Decoders that nobody uses now; never more than ever worked at the same time.
    private static let idle = Mutex<[JPEGDecoder]>([])

    let handle: tjhandle

    private init?() {
        guard let handle = tjInitDecompress() else { return nil }
        self.handle = handle
    }

    deinit {
        tjDestroy(handle)
    }

    /// An idle decoder, or a new one; nil where none can be made.
    static func take() -> JPEGDecoder? {
        idle.withLock { $0.popLast() } ?? JPEGDecoder()
    }

    /// Keeps the decoder for others. One that failed is dropped instead.
    func giveBack() {
        Self.idle.withLock { $0.append(self) }
    }
}
