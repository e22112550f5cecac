import Foundation
import Yams

/// YAML as the values that JSON has: sets of keys, lists, texts, numbers, truth values and null.
///
/// The parser's own constructor ends the process where a key is not a plain value, and makes dates and binary data that JSON
/// does not know; here such a value stays the text it was written as.
enum YAMLValue {
    /// Reads one value; an empty text is null.
    ///
    /// - Throws: `YamlError` where the text is not YAML, `Unusable` where a key is not a plain value or a number is not
    ///   finite.
    static func parse(_ text: String) throws -> Any {
        guard let node = try Yams.compose(yaml: text) else { return NSNull() }
        return try value(of: node)
    }

    /// What a configuration cannot hold.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    private static func value(of node: Node) throws -> Any {
        switch node {
        case .mapping(let mapping):
            var values: [String: Any] = [:]
            for (key, child) in mapping {
                guard let name = key.scalar?.string else {
                    throw Unusable(description: "a key is not a plain text")
                }
                values[name] = try value(of: child)
            }
            return values
        case .sequence(let sequence):
            return try sequence.map(value)
        case .scalar(let scalar):
            return try plain(node.any, writtenAs: scalar.string)
        case .alias:
            throw Unusable(description: "aliases are not read")
        }
    }

    private static func plain(_ value: Any, writtenAs text: String) throws -> Any {
        switch value {
        case let number as Double where !number.isFinite:
            throw Unusable(description: "\(text) is not a finite number")
        case is Bool, is Int, is Double, is NSNull: value
        default: text
        }
    }
}
