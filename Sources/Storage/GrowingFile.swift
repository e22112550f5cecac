public import Foundation

/// A new file that is written from its start to its end; the disk begins with it while it grows.
public final class GrowingFile {
    private let descriptor: FileDescriptor
    private let writeback: EarlyWriteback
    private var countAtWriteback = 0

    /// The number of bytes written.
    public private(set) var count = 0

    /// After how many bytes the disk is told to begin.
    private static let bytesUntilWriteback = 64 << 20

    /// Creates the file `url`, which must not exist yet.
    ///
    /// - Throws: ``StorageError`` where it cannot be created.
    public init(creating url: URL) throws(StorageError) {
        descriptor = try FileDescriptor(creating: url)
        writeback = EarlyWriteback(url)
    }

    /// Writes `bytes` at the end.
    ///
    /// - Throws: ``StorageError`` where the disk is full, or fails.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        try descriptor.write(buffer: bytes)
        count += bytes.count
        if count - countAtWriteback >= Self.bytesUntilWriteback {
            countAtWriteback = count
            writeback.start()
        }
    }
}
