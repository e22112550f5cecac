import Foundation
import Tensors

/// The table of contents of a safetensors file, checked: every tensor fits, and together they fill the file exactly.
struct SafetensorsHeader {
    /// One tensor's place.
    struct Entry {
        let name: String
        let dtype: DType
        let shape: Shape
        /// Where its bytes stand, counted from the end of the header.
        let bytes: Range<Int>
    }

    /// In the order of their bytes.
    let entries: [Entry]
    let metadata: [String: String]

    /// The longest header that is read: 100 MB, as in the reference implementation.
    static let longest = 100_000_000

    /// The format's names of element types, and ours.
    static let dtypes: [String: DType] = [
        "F32": .float32, "F64": .float64, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "I32": .int32,
        "I16": .int16, "I8": .int8, "U8": .uint8, "BOOL": .bool,
    ]

    /// Reads the header's JSON; `dataCount` bytes follow it in `file`.
    init(_ json: [UInt8], dataCount: Int, file: URL) throws(NetworkError) {
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        var problem: NetworkError?
        do throws(JSONScanner.Failure) {
            var scanner = JSONScanner(json)
            try scanner.object { (scanner, name) throws(JSONScanner.Failure) in
                if name == "__metadata__" {
                    try scanner.object { (scanner, key) throws(JSONScanner.Failure) in
                        metadata[key] = try scanner.string()
                    }
                } else {
                    let raw = try RawEntry(&scanner)
                    do throws(NetworkError) {
                        entries.append(try raw.checked(name, file: file))
                    } catch {
                        problem = problem ?? error
                    }
                }
            }
            try scanner.end()
        } catch {
            throw .damaged(
                file,
                "the header is not what a safetensors file has: \(error.what) (byte \(8 + error.offset))"
            )
        }
        if let problem { throw problem }
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        try SafetensorsHeader.checkCoverage(entries, dataCount: dataCount, file: file)
        self.entries = entries
        self.metadata = metadata
    }

    /// No overlap and no hole: a hole could hide a second file inside the first.
    private static func checkCoverage(_ entries: [Entry], dataCount: Int, file: URL) throws(NetworkError) {
        var end = 0
        for entry in entries {
            guard entry.bytes.lowerBound == end else {
                throw .damaged(
                    file,
                    entry.bytes.lowerBound < end ? "the tensor overlaps another" : "a hole stands before the tensor",
                    tensor: entry.name,
                    expected: "data offset \(end)",
                    found: "\(entry.bytes.lowerBound)"
                )
            }
            end = entry.bytes.upperBound
        }
        guard end <= dataCount else {
            throw .damaged(
                file,
                "the file is cut short",
                tensor: entries.last?.name,
                expected: "\(end) bytes of data",
                found: "\(dataCount)"
            )
        }
        guard end == dataCount else {
            throw .damaged(
                file,
                "bytes follow the last tensor",
                expected: "\(end) bytes of data",
                found: "\(dataCount)"
            )
        }
    }
}

/// A tensor's description as the header gives it.
private struct RawEntry {
    var dtype: String?
    var shape: [Int]?
    var offsets: [Int]?

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        var raw = (dtype: String?.none, shape: [Int]?.none, offsets: [Int]?.none)
        try scanner.object { (scanner, key) throws(JSONScanner.Failure) in
            switch key {
            case "dtype": raw.dtype = try scanner.string()
            case "shape": raw.shape = try scanner.wholeNumbers()
            case "data_offsets": raw.offsets = try scanner.wholeNumbers()
            default: throw scanner.failure("a tensor has no \"\(key)\"")
            }
        }
        (dtype, shape, offsets) = raw
    }

    func checked(_ name: String, file: URL) throws(NetworkError) -> SafetensorsHeader.Entry {
        guard let dtype, let shape, let offsets, offsets.count == 2 else {
            throw .damaged(file, "the tensor needs dtype, shape and two data_offsets", tensor: name)
        }
        guard let type = SafetensorsHeader.dtypes[dtype] else {
            throw .damaged(
                file,
                "the element type is not supported",
                tensor: name,
                expected: "one of " + SafetensorsHeader.dtypes.keys.sorted().joined(separator: ", "),
                found: dtype
            )
        }
        guard offsets[0] <= offsets[1] else {
            throw .damaged(file, "the data_offsets run backwards", tensor: name, found: "\(offsets)")
        }
        var size = type.byteCount
        for extent in shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: extent)
            guard !overflows else {
                throw .damaged(file, "the shape is too large", tensor: name, found: "\(shape)")
            }
            size = product
        }
        guard size == offsets[1] - offsets[0] else {
            throw .damaged(
                file,
                "the shape and the data_offsets disagree",
                tensor: name,
                expected: "\(size) bytes for \(dtype) \(shape)",
                found: "\(offsets[1] - offsets[0])"
            )
        }
        return .init(name: name, dtype: type, shape: shape, bytes: offsets[0]..<offsets[1])
    }
}
