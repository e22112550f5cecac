public import Foundation
import Storage
public import Tensors

/// A safetensors file that is open for reading: the header is checked, tensors are read when they are asked for.
///
/// The format: 8 bytes of header length (little-endian), a JSON header, the tensors' bytes. Nothing in it can execute.
/// This reader refuses what the reference implementation refuses: a header over 100 MB or not beginning with `{`,
/// duplicate names, overlapping, gappy or out-of-range offsets, and sizes that disagree with shapes.
public struct SafetensorsFile: Sendable {
    /// Where the file is.
    public let url: URL
    /// The free texts of the header.
    public let metadata: [String: String]
    /// The names of the tensors in the order of their bytes.
    public let names: [String]

    private let mapping: MappedFile
    private let dataStart: Int
    private let entryOfName: [String: SafetensorsHeader.Entry]

    /// Opens a file and checks its header.
    /// - Throws: `NetworkError` of category `badData`, naming the place, or `StorageError` where it cannot be read.
    public init(_ url: URL) throws {
        let mapping = try MappedFile(url)
        let (json, dataStart) = try mapping.withUnsafeBytes { bytes throws(NetworkError) in
            try SafetensorsFile.header(bytes, file: url)
        }
        let header = try SafetensorsHeader(json, dataCount: mapping.count - dataStart, file: url)
        self.url = url
        self.mapping = mapping
        self.dataStart = dataStart
        metadata = header.metadata
        names = header.entries.map(\.name)
        entryOfName = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
    }

    private static func header(_ bytes: UnsafeRawBufferPointer, file: URL) throws(NetworkError) -> ([UInt8], Int) {
        guard bytes.count >= 10 else {
            throw .damaged(file, "the file is too short", expected: "at least 10 bytes", found: "\(bytes.count)")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(SafetensorsHeader.longest) else {
            throw .damaged(
                file,
                "the header is too long, or this is not a safetensors file",
                expected: "at most \(SafetensorsHeader.longest) bytes",
                found: "\(length)"
            )
        }
        let end = 8 + Int(length)
        guard end <= bytes.count else {
            throw .damaged(
                file,
                "the file is cut short within its header",
                expected: "at least \(end) bytes",
                found: "\(bytes.count)"
            )
        }
        guard length > 0, bytes[8] == UInt8(ascii: "{") else {
            throw .damaged(file, "the header does not begin with '{'")
        }
        return (Array(bytes[8..<end]), end)
    }

    /// The shape of a tensor, or nil where there is none of that name.
    public func shape(of name: String) -> Shape? { entryOfName[name]?.shape }

    /// The element type of a tensor, or nil where there is none of that name.
    public func dtype(of name: String) -> DType? { entryOfName[name]?.dtype }

    /// Reads a tensor, copying its bytes.
    public func tensor(_ name: String) throws -> Tensor {
        guard let entry = entryOfName[name] else {
            throw NetworkError.damaged(url, "the tensor is missing", tensor: name)
        }
        return try mapping.withUnsafeBytes { bytes throws(TensorError) in
            let part = bytes[(dataStart + entry.bytes.lowerBound)..<(dataStart + entry.bytes.upperBound)]
            return try Tensor(copying: UnsafeRawBufferPointer(rebasing: part), shape: entry.shape, dtype: entry.dtype)
        }
    }
}
