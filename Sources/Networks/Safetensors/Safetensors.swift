public import Foundation
import Storage
public import Tensors

/// A tensor and its name in a file.
public typealias NamedTensor = (name: String, tensor: Tensor)

/// Reading and writing whole safetensors files.
public enum Safetensors {
    /// Reads all tensors of a file by name.
    /// - Throws: as `SafetensorsFile.init`.
    public static func read(_ url: URL) throws -> [String: Tensor] {
        let file = try SafetensorsFile(url)
        var tensors: [String: Tensor] = [:]
        for name in file.names { tensors[name] = try file.tensor(name) }
        return tensors
    }

    /// Writes tensors, one behind the other in their order, replacing what was there.
    ///
    /// The file appears whole or not at all. The header is padded with spaces so that the data begins at a multiple of 8.
    public static func write(_ tensors: [NamedTensor], metadata: [String: String] = [:], to url: URL) throws {
        let header = try header(tensors, metadata: metadata)
        try AtomicFile.replace(url) { temporary in
            try Data().write(to: temporary)
            let file = try FileHandle(forWritingTo: temporary)
            defer { try? file.close() }
            try file.write(contentsOf: header)
            // One tensor at a time, so that no second copy of the whole network is held.
            for (_, tensor) in tensors { try file.write(contentsOf: Data(tensor.bytes())) }
        }
    }

    private static func header(_ tensors: [NamedTensor], metadata: [String: String]) throws -> Data {
        let nameOfDType = Dictionary(uniqueKeysWithValues: SafetensorsHeader.dtypes.map { ($1, $0) })
        var entries: [String] = []
        if !metadata.isEmpty {
            let texts = try metadata.sorted { $0.key < $1.key }.map { "\(try quoted($0.key)):\(try quoted($0.value))" }
            entries.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        var seen: Set<String> = []
        for (name, tensor) in tensors {
            precondition(seen.insert(name).inserted && name != "__metadata__", "two tensors share the name \(name)")
            let end = offset + tensor.count * tensor.dtype.byteCount
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                """
                \(try quoted(name)):{"dtype":"\(nameOfDType[tensor.dtype, default: "F32"])","shape":[\(shape)],\
                "data_offsets":[\(offset),\(end)]}
                """
            )
            offset = end
        }
        var json = Data("{\(entries.joined(separator: ","))}".utf8)
        json.append(contentsOf: repeatElement(0x20, count: (8 - json.count % 8) % 8))
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
    }

    private static func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }
}
