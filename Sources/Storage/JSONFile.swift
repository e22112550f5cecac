import Diagnostics
public import Foundation

/// Reads and writes JSON files.
public enum JSONFile {
    /// How the names of properties are written. The keys of dictionaries are data and stay as they are.
    public enum Keys: Sendable {
        /// As they are declared.
        case declared
        /// `benignLimit` as `benign_limit`.
        case snakeCase
    }

    /// Returns `value` as JSON with sorted keys, indented, with a newline at its end: equal values give equal bytes.
    ///
    /// - Throws: ``StorageError`` where JSON cannot hold the value, such as NaN.
    public static func data(_ value: some Encodable, keys: Keys = .declared) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        if keys == .snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
        do {
            return try encoder.encode(value) + Data("\n".utf8)
        } catch let EncodingError.invalidValue(found, context) {
            throw StorageError(
                .failure,
                Problem("JSON cannot hold this value", at: field(context.codingPath), found: "\(found)")
            )
        }
    }

    /// Writes `value` to `url` as ``data(_:keys:)`` gives it, atomically.
    ///
    /// - Throws: ``StorageError`` with the path.
    public static func write(_ value: some Encodable, to url: URL, keys: Keys = .declared) throws {
        try AtomicFile.write(data(value, keys: keys), to: url)
    }

    /// Reads a value of `type` from `url`.
    ///
    /// - Throws: ``StorageError`` with the path and the field, where the file is missing, not JSON, or not of that type.
    public static func read<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from url: URL,
        keys: Keys = .declared
    ) throws -> Value {
        let data = try Data(contentsOfFile: url)
        let decoder = JSONDecoder()
        if keys == .snakeCase { decoder.keyDecodingStrategy = .convertFromSnakeCase }
        do {
            return try decoder.decode(type, from: data)
        } catch let error as DecodingError {
            throw StorageError(.badData, problem(error, in: url))
        }
    }

    private static func problem(_ error: DecodingError, in url: URL) -> Problem {
        let remedy = "Restore the file from where it came, or make it anew"
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? url.relativePath : "\(url.relativePath), field \(field(path) ?? "")"
        }
        switch error {
        case let .keyNotFound(key, context):
            return Problem("a field is missing", at: place(context.codingPath + [key]), remedy: remedy)
        case let .valueNotFound(type, context):
            return Problem(
                "a field is empty",
                at: place(context.codingPath),
                expected: "\(type)",
                found: "null",
                remedy: remedy
            )
        case let .typeMismatch(type, context):
            return Problem(
                "a field has the wrong type",
                at: place(context.codingPath),
                expected: "\(type)",
                remedy: remedy
            )
        case let .dataCorrupted(context):
            let what = context.codingPath.isEmpty ? "the file is not valid JSON" : "a field is not valid"
            return Problem(
                what,
                at: place(context.codingPath),
                expected: context.codingPath.isEmpty ? nil : context.debugDescription,
                remedy: remedy
            )
        @unknown default:
            return Problem("the file cannot be understood", at: url.relativePath, remedy: remedy)
        }
    }

    /// Returns a coding path as people write it: `folds[3].score`.
    private static func field(_ path: [any CodingKey]) -> String? {
        path.isEmpty
            ? nil
            : path.reduce("") { text, key in
                if let index = key.intValue { return "\(text)[\(index)]" }
                return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
            }
    }
}

extension Data {
    /// Reads a whole file with our own errors. For large files use ``MappedFile``.
    init(contentsOfFile url: URL) throws(StorageError) {
        let file = try MappedFile(url)
        self = file.withUnsafeBytes { Data($0) }
    }
}
