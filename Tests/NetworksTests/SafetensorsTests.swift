import Diagnostics
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    @Test func aFileWrittenByPythonLoads() throws {
        let file = try SafetensorsFile(Places.fixture("Networks/from_python.safetensors"))
        #expect(file.metadata == ["format": "pt"])
        #expect(try file.tensor("f32").floats() == [0, 1, 2, 3, 4, 5])
        #expect(file.shape(of: "f32") == [2, 3])
        #expect(try file.tensor("f16").floats() == [0.5, 65_504])
        #expect(try file.tensor("bf16").floats() == [1.5, -2])
        #expect(try file.tensor("f64").doubles() == [0.25])
        #expect(try file.tensor("i64").array(of: Int.self) == [1 << 40, -1])
        #expect(try file.tensor("u8").array(of: UInt8.self) == [0, 255])
        #expect(try file.tensor("bool").array(of: Bool.self) == [true, false, true])
        #expect(try file.tensor("scalar").shape.isEmpty)
        #expect(try file.tensor("empty").shape == [0, 4])
        #expect(try file.tensor("n\u{e6}vus \"1\"").floats() == [1])
        #expect(throws: NetworkError.self) { try file.tensor("absent") }
    }

    @Test func whatIsWrittenComesBackInOrder() throws {
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "weights.safetensors")
            let original = try SafetensorsFile(Places.fixture("Networks/from_python.safetensors"))
            let tensors: [NamedTensor] = try original.names.map { ($0, try original.tensor($0)) }
            try Safetensors.write(tensors, metadata: ["quote \"": "new\nline"], to: url)
            let copy = try SafetensorsFile(url)
            // Empty tensors take no bytes, so their place among the others is free.
            #expect(Set(copy.names) == Set(original.names))
            #expect(copy.metadata == ["quote \"": "new\nline"])
            for (name, tensor) in tensors {
                #expect(copy.dtype(of: name) == tensor.dtype)
                #expect(try copy.tensor(name).isEqual(to: tensor))
            }
            let bytes = [UInt8](try Data(contentsOf: url))
            #expect(bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }.isMultiple(of: 8))
            let transposed = try Tensor.arange(0, 6).reshaped([2, 3]).transposed(0, 1)
            try Safetensors.write([("t", transposed)], to: url)
            #expect(try Safetensors.read(url)["t"]?.floats() == [0, 3, 1, 4, 2, 5])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["weights.safetensors"])
        }
    }

    /// A Python with torch and safetensors, named by `CYGNET_PYTHON`.
    private static let python = ProcessInfo.processInfo.environment["CYGNET_PYTHON"]

    @Test(.enabled(if: python != nil, "CYGNET_PYTHON names no Python with torch and safetensors"))
    func aFileOfOursLoadsInPython() throws {
        let python = try #require(Self.python)
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "ours.safetensors")
            let fixture = try Safetensors.read(Places.fixture("Networks/from_python.safetensors"))
            try Safetensors.write(fixture.map { ($0.key, $0.value) }, metadata: ["made by": "Cygnet"], to: url)
            let process = Process()
            process.executableURL = URL(filePath: python)
            process.arguments = [Places.fixture("Networks/make_goldens.py").path, "check", url.path]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            // Name to type, shape and sum.
            let loaded = try #require(JSONSerialization.jsonObject(with: text) as? [String: [Any]])
            #expect(Set(loaded.keys) == Set(fixture.keys))
            for (name, tensor) in fixture {
                let description = try #require(loaded[name])
                #expect(description[0] as? String == "torch.\(tensor.dtype.rawValue)")
                #expect(description[1] as? [Int] == tensor.shape)
                #expect(try description[2] as? Double == tensor.to(.float64).sum().item())
            }
        }
    }

    /// A file of a header and so many bytes of data.
    private static func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
        let json = Array(header.utf8)
        let count = length ?? UInt64(json.count)
        return withUnsafeBytes(of: count.littleEndian, Array.init) + json + [UInt8](repeating: 0, count: data)
    }

    private static let a = #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#
    private static func b(_ start: Int, _ end: Int) -> String {
        #""b":{"dtype":"F32","shape":[1],"data_offsets":[\#(start),\#(end)]}"#
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let message: String
        var testDescription: String { message }
    }

    static let damages: [Damage] = [
        Damage(bytes: [], message: "too short"),
        Damage(bytes: [1, 2, 3], message: "too short"),
        Damage(bytes: Array("PK\u{3}\u{4} a pickle in a zip, not safetensors".utf8), message: "header is too long"),
        Damage(bytes: file("{}", data: 0, length: 100_000_001), message: "header is too long"),
        Damage(bytes: file("{}", data: 0, length: .max), message: "header is too long"),
        Damage(bytes: file("{\(a)}", data: 8, length: 500), message: "cut short within its header"),
        Damage(bytes: file(" {\(a)}", data: 8), message: "does not begin with '{'"),
        Damage(bytes: file("[1,2]   ", data: 8), message: "does not begin with '{'"),
        Damage(bytes: file("{\(a)", data: 8), message: "'}' is missing"),
        Damage(bytes: file("{\(a)}\0\0", data: 8), message: "something stands after"),
        Damage(bytes: file("{\(a)}{}", data: 8), message: "something stands after"),
        Damage(bytes: file("{\(a),\(a)}", data: 8), message: "the key \"a\" stands twice"),
        Damage(bytes: file("{\(a),\(b(4, 8))}", data: 8), message: "overlaps"),
        Damage(bytes: file("{\(a),\(b(12, 16))}", data: 16), message: "a hole stands before"),
        Damage(bytes: file("{\(a)}", data: 7), message: "cut short"),
        Damage(bytes: file("{\(a)}", data: 9), message: "bytes follow the last tensor"),
        Damage(bytes: file("{\(b(8, 4))}", data: 8), message: "run backwards"),
        Damage(bytes: file("{\(b(0, 8))}", data: 8), message: "disagree"),
        Damage(
            bytes: file(#"{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}"#, data: 8),
            message: "F8_E4M3"
        ),
        Damage(bytes: file(#"{"a":{"dtype":"F32","shape":[2]}}"#, data: 8), message: "needs dtype, shape"),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#, data: 8),
            message: "two data_offsets"
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, data: 8),
            message: "whole number"
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, data: 8),
            message: "is missing"
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[1e9],"data_offsets":[0,8]}}"#, data: 8),
            message: "is missing"
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, data: 8),
            message: "no \"x\""
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, data: 8),
            message: "shape is too large"
        ),
        Damage(
            bytes: file(#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, data: 8),
            message: "number is too large"
        ),
        Damage(bytes: file("{\"a\u{1}\":{}}", data: 0), message: "control character"),
        Damage(bytes: file(#"{"a\ud800":{}}"#, data: 0), message: "surrogate"),
        Damage(bytes: file(#"{"a\q":{}}"#, data: 0), message: "unknown escape"),
        Damage(bytes: file(#"{"__metadata__":{"a":1}}"#, data: 0), message: "'\"' is missing"),
        Damage(bytes: file(#"{"a"#, data: 0), message: "does not end"),
    ]

    @Test(arguments: damages)
    func aDamagedFileIsRefusedWithOneClearError(damage: Damage) throws {
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "damaged.safetensors")
            try Data(damage.bytes).write(to: url)
            let error = try #require(throws: NetworkError.self) { try SafetensorsFile(url) }
            #expect(error.category == .badData)
            #expect(error.problem.location?.contains("damaged.safetensors") == true)
            #expect(error.problem.remedy != nil)
            #expect(error.description.contains(damage.message), "\(error)")
            #expect(!error.description.contains("\n"))
        }
    }

    @Test func everyTruncationOfAGoodFileIsRefused() throws {
        let whole = try Data(contentsOf: Places.fixture("Networks/from_python.safetensors"))
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "short.safetensors")
            for count in 0..<whole.count {
                try whole.prefix(count).write(to: url)
                #expect(throws: NetworkError.self, "\(count) bytes") { try SafetensorsFile(url) }
            }
        }
    }

    /// Any single changed byte either still gives a consistent file or is refused; nothing crashes.
    @Test func aChangedByteNeverCrashes() throws {
        let whole = [UInt8](try Data(contentsOf: Places.fixture("Networks/from_python.safetensors")))
        try Places.withTemporaryFolder { folder in
            let url = folder.appending(path: "changed.safetensors")
            var refused = 0
            for position in stride(from: 0, to: whole.count, by: 3) {
                var changed = whole
                changed[position] ^= UInt8(1 << (position % 7))
                try Data(changed).write(to: url)
                do {
                    let file = try SafetensorsFile(url)
                    for name in file.names { _ = try file.tensor(name) }
                } catch is NetworkError {
                    refused += 1
                }
            }
            #expect(refused > 100)
        }
    }

    @Test func aMissingFileIsAMissingResource() {
        let error = #expect(throws: (any Error).self) {
            try SafetensorsFile(URL(filePath: "/nowhere/weights.safetensors"))
        }
        #expect((error as? any CygnetError)?.category == .missingResource)
    }
}
